"""Client-side encryption with AWS's library, the Amazon S3 Encryption Client for Python."""
