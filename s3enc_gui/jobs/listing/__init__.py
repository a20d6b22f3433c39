"""Use cases of listings: buckets, folders and the encryption status of objects."""
