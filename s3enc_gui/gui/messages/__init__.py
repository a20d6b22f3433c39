"""Enums, values and errors as the window's text; a module for each subject."""
