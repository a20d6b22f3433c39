"""Sends one file, by one PutObject or a multipart upload, and verifies the object."""
