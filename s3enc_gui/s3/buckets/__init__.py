"""Properties of buckets."""
