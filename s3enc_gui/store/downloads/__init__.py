"""Files of downloads that are under way."""
