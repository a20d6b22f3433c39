"""Saved connections, their secrets, and the sign-ins that are shared with the AWS CLI."""
