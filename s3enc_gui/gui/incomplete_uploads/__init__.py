"""The Unfinished uploads dialog."""
