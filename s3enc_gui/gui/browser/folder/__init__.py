"""One folder of a bucket: its table, and the status of each object in it."""
