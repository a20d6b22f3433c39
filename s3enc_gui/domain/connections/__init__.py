"""How users sign in: saved connections, access portals, pasted access keys."""
