"""The self test as text."""
