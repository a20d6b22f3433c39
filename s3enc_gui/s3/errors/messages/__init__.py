"""Tables of error messages, by error code."""
