"""Where the instances of the window meet."""
