"""Use cases of audits: run, resume, read and export."""
