"""This computer's network: trusted authorities and proxies, the same for all requests."""
