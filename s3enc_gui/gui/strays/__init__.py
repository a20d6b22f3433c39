"""Unfinished uploads that nobody will go on with: found, shown and aborted."""
