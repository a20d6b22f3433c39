"""This machine: journal, audits, downloads, settings, and local files."""
