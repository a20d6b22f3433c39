"""The S3 and KMS with sample data that `--demo` starts on loopback, based on moto.

The window uses only `process`; the other modules run in the server's process and need moto.
"""

from __future__ import annotations
