"""Signing in: through a web browser, and with the code of an MFA device."""
