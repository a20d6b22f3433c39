"""The components of this installation, and their licenses."""
