"""Item models of the object browser."""
