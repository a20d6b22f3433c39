"""A connection: its boto3 session, clients, credentials and endpoints."""
