"""Item models of the transfers panel."""
