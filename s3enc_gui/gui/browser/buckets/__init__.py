"""The list of buckets beside the browser."""
