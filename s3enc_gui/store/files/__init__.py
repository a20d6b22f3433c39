"""Local files: found and read for uploads, written and renamed atomically."""
