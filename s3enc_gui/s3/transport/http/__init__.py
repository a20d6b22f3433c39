"""HTTP/1.1 as far as S3 needs it: requests with a known length, one at a time on a connection.

Thousands of small requests are what this is for: every general client measured costs several times
the processor time (docs/decisions/0009-own-http.md).
"""
