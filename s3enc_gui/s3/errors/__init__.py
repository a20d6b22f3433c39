"""Errors of S3, KMS and botocore as AppError."""
