"""The embedded S3 and KMS that `--demo` starts on loopback, filled with sample data.

`process` (standard library only) is what the window uses; everything else runs in the server's
own process and needs moto.
"""

from __future__ import annotations
