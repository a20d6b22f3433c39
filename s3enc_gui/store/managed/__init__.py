"""Reads what the administrator of this computer has set."""
