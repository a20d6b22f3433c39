"""Shared by all SQLite files: opening, transactions, packing of values, error texts."""
