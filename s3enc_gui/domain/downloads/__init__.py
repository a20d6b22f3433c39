"""Downloads: what is requested, what became of each object, and safe local paths."""
