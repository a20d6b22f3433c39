"""Values of HTTP headers: content types, and texts that aren't ASCII."""
