"""Item models of the Audit window."""
