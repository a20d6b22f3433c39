"""What the administrator of this computer has set: endpoints, connections, encryption."""
