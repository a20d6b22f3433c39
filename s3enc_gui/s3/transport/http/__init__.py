"""HTTP/1.1 (RFC 9112) as far as S3 needs it: requests with a known length, without pipelining.

For thousands of small requests, general HTTP clients take several times the CPU time
(docs/decisions/0008-our-own-http.md).
"""
