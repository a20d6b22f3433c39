"""Requests to S3, KMS and STS; the only package that imports boto3, botocore and awscrt."""
