"""S3enc: encrypted uploads to Amazon S3, and the proof of how S3 stored them."""
