"""Customer-provided keys (SSE-C): create, import, export, list, remove, and use them."""
