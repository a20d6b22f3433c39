"""Widgets used by several features."""
