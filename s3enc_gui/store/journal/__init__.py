"""The journal: transfers and receipts (SQLite)."""
