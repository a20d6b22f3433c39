"""Finds the crashes of earlier runs, and what the log says about them."""
