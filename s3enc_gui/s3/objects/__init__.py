"""Requests about objects: read, write, delete, inspect."""
