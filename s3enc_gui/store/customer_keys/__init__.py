"""Customer-provided keys (SSE-C) on this computer: the list, the keyring, key sheets."""
