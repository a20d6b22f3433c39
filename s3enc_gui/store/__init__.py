"""This machine: folders, settings and the files to upload."""
