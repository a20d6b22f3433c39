"""Receipts as text: rows, CSV, JSON and HTML."""
