"""What a desktop and the program tell each other."""
