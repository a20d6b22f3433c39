"""Signing in on a terminal."""
