"""Requests to S3, KMS and STS; the only package that imports botocore and awscrt."""
