"""Sets of equivalent S3 error codes; a HEAD response has no body, only its HTTP status."""

from __future__ import annotations

DENIED = frozenset({"403", "AccessDenied"})

KMS_DENIED = frozenset({"AccessDeniedException", "AccessDenied"})
"""The same of AWS KMS."""

UNKNOWN_OPERATION = frozenset({"NotImplemented", "501", "MethodNotAllowed", "405"})
"""The server doesn't have the operation."""

GONE = frozenset({"404", "NoSuchKey", "NoSuchVersion"})
"""The object doesn't exist; a retry is useless."""

CRASHES = frozenset({"500", "InternalError", "InternalFailure"})
"""The server failed, possibly because of one object."""
