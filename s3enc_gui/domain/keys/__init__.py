"""KMS keys: their names, and whether S3 can use them."""
