"""Copies and moves as text."""
