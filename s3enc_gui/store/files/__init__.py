"""Local files: read for uploads, written atomically."""
