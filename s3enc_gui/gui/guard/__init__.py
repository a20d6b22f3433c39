"""A bucket's page, its default encryption, and the encryption that it requires."""
