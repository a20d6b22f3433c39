"""Content-Encoding: how an object was compressed before it was stored.

Some servers and proxies unpack such an object for a client that doesn't accept its coding (Google
Cloud Storage: decompressive transcoding), others compress objects for a client that does. Only a
client that accepts exactly the object's own coding gets the stored bytes from all of them.
"""

from __future__ import annotations

from s3enc_gui.regex import regex

_TOKEN = regex(r"[!#$%&'*+.^_`|~0-9a-z-]+")
_NO_CODINGS = ("identity", "aws-chunked")  # the last describes a request, not an object


def codings(header: str) -> str:
    """Return the codings of a Content-Encoding, normalized; empty: not encoded."""
    named = (one.strip().lower().removeprefix("x-") for one in header.split(","))
    return ", ".join(one for one in named if _TOKEN.fullmatch(one) and one not in _NO_CODINGS)
