"""Texts and icons of values and errors, one module per feature."""
