"""Connections: listing, saving, testing them, and signing in."""
