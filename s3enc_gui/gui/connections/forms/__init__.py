"""The forms of connections: one for each way to sign in."""
