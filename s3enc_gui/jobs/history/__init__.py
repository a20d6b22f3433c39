"""Receipts: read, exported and saved."""
