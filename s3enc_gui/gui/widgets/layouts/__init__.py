"""Sizes and places of windows and of what is in them, which come back."""
