"""Inspection of an object by its URI."""
