"""Customer-provided keys (SSE-C): the Keys window, and fields and dialogs that choose a key."""
