"""Sends the four most frequent requests, and reads and checks their responses."""
