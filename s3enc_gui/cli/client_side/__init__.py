"""Options of client-side encryption."""
