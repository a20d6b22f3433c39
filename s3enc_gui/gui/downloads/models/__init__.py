"""Item models of the downloads panel."""
