"""The boto3 session of a connection: its clients, credentials and endpoints."""
