"""The History window."""
