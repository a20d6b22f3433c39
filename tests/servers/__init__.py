"""The three real servers, and a small KMS with many aliases, as test fixtures."""
