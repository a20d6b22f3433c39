"""Uploads: files are found, sent and verified."""
