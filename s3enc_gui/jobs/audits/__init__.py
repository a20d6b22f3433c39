"""Audits: run, resumed, read and exported."""
