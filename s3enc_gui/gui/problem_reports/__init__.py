"""Shows errors that nothing expected, and crashes of earlier runs."""
