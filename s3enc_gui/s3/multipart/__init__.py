"""Multipart uploads: create, resume, complete, list and abort."""
