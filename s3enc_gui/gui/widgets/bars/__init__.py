"""One-line bars of the windows."""
