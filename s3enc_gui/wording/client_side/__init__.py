"""Texts on client-side encryption."""
