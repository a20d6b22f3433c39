"""The Settings dialog and its fields."""
