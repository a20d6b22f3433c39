"""The Incomplete uploads dialog."""
