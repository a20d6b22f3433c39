"""Copies of objects within S3."""
