"""Audit: how every object of a bucket is encrypted, and whether it is as it must be."""
