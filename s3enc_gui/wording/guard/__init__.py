"""Rules of a guard, settings of a bucket, and their files, as text."""
