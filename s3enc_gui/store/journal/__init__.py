"""The journal of transfers and receipts (SQLite)."""
