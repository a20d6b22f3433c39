"""The window Properties."""
