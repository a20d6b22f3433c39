"""Settings of buckets."""
