"""How the most frequent requests are sent, and their responses read and checked."""
