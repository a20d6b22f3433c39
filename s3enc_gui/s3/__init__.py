"""The cloud: the only package that knows boto3, botocore and awscrt."""
