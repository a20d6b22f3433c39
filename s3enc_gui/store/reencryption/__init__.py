"""Changing the encryption of objects that are already stored."""
