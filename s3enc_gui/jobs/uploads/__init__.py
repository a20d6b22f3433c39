"""Upload jobs, the transfer queue, sending, and verification."""
