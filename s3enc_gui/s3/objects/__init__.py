"""Requests about single objects: read, write, delete, inspect."""
