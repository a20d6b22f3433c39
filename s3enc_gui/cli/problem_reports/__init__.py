"""Tells on the command line of crashes of earlier commands."""
