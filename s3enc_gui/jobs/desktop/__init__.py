"""What the window asks of the desktop."""
