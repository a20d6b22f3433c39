"""Client-side encryption: objects that are encrypted before they are sent to S3."""
