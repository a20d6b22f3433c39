"""Changes of encryption as text."""
