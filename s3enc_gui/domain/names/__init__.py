"""Names of objects and files: when they are, or look, the same."""
