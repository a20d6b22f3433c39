"""The botocore session of a connection: its clients, credentials and endpoints."""
