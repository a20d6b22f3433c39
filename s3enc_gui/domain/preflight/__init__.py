"""Preflight: what will make an upload fail, from what can be read before it starts."""
