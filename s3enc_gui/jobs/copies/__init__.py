"""Copies, moves and renames inside S3."""
