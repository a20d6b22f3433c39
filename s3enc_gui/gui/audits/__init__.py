"""The Audit window."""
