"""Looking at any object."""
