"""Bucket policies: the document, and whether its statements apply to a request."""
