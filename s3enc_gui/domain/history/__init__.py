"""Receipts: the permanent record of each upload."""
