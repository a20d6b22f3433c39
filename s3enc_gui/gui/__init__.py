"""The window: all code that uses Qt. S3 and the disk are accessed only through jobs."""
