"""Widgets that show how objects are encrypted; used by several features."""
