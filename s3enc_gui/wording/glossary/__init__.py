"""Explanations of words."""
