"""Downloads, seen and steered."""
