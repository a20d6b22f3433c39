"""Changes the encryption of objects that are already stored."""
