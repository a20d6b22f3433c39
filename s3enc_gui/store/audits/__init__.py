"""Audit files (SQLite)."""
