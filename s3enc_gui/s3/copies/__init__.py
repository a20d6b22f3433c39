"""Copying objects inside S3."""
