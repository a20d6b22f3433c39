"""Listing objects and versions."""
