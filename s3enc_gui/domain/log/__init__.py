"""The log: its levels, and what is masked in it."""
