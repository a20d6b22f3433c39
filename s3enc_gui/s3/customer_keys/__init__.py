"""Customer-provided keys (SSE-C) in requests."""
