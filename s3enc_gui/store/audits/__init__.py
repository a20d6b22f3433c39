"""Audit files (SQLite): listed objects, their encryption, and the position of the listing."""
