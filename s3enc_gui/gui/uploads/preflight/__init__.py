"""The checks before an upload: reads what they need, and shows them."""
