"""What puts an error right: its button."""
