"""The choice of the connection, and its identity."""
