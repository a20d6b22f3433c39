"""The browser: buckets, folders, and how each object in them is encrypted."""
