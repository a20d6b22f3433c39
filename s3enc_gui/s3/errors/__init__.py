"""Errors of S3, KMS and botocore, translated into AppError."""
