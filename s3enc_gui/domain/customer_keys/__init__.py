"""Customer-provided keys (SSE-C): the value, its key sheet, and what is known of each."""
