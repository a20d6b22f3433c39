"""One instance of the window: later starts hand their files to it."""
