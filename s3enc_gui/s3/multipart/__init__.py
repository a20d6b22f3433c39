"""Multipart uploads: created, completed, listed and aborted."""
