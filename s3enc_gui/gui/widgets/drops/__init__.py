"""Dropping files on the window."""
