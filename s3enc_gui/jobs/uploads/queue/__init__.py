"""The queue of all transfers: order, commands, events, journal."""
