"""Customer-provided keys (SSE-C) as text."""
