"""What was uploaded since the window was opened."""
