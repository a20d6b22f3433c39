"""Selecting a KMS key; used by several features."""
