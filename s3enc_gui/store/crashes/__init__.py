"""Crashes of processes: their tracebacks, and no core dumps."""
