"""Reads what the checks before an upload need."""
