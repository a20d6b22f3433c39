"""Unfinished downloads: their records (SQLite), part files and target folder."""
