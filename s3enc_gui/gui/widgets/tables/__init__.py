"""Tables with many rows, and what they paint."""
