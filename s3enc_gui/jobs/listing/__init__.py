"""Buckets and folders: listed, and their objects inspected."""
