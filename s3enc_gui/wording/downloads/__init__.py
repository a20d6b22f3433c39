"""Downloads as text."""
