"""Listings of objects and versions, read and checked for completeness."""
