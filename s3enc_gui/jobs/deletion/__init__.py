"""Counting and deleting objects, prefixes and versions."""
