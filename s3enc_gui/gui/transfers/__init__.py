"""The queue of transfers, seen and steered."""
