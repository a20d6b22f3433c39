"""Codes of S3's errors that mean the same; a refusal of HEAD has no body, only its status."""

from __future__ import annotations

DENIED = frozenset({"403", "AccessDenied"})

GONE = frozenset({"404", "NoSuchKey", "NoSuchVersion"})
"""What is not there: it will not come either if it is asked for again."""

CRASHES = frozenset({"500", "InternalError", "InternalFailure"})
"""The server failed, which may be the matter of one object."""
