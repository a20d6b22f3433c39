"""Runs jobs on threads and delivers their results in the GUI thread."""
