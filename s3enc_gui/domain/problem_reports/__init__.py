"""Reports of errors that nothing expected, and of crashes."""
