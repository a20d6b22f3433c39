"""What `s3enc bucket` and `s3enc guard` share."""
