"""Logs responses at DEBUG: operation, status and request ID; nothing of a request."""

from __future__ import annotations

import logging
from typing import Any

_log = logging.getLogger(__name__)


def log_response(method: str, status: int, headers: list[tuple[str, str]]) -> None:
    """Log a response to a request that S3enc sent itself."""
    if _log.isEnabledFor(logging.DEBUG):
        _debug(f"s3 {method}", status, dict(headers).get("x-amz-request-id"))


def log_responses(events: Any) -> None:  # noqa: ANN401 - botocore's emitters are untyped
    """Log the responses to the requests of botocore's clients."""
    events.register("response-received", _received)


def _received(
    event_name: str,
    parsed_response: dict[str, Any] | None = None,
    exception: Exception | None = None,
    **_others: object,
) -> None:
    if not _log.isEnabledFor(logging.DEBUG):
        return
    operation = event_name.removeprefix("response-received.")
    if exception is not None:
        _log.debug("%s: %s", operation, type(exception).__name__)
    else:
        about = (parsed_response or {}).get("ResponseMetadata", {})
        _debug(operation, about.get("HTTPStatusCode", 0), about.get("RequestId"))


def _debug(what: str, status: int, request_id: str | None) -> None:
    _log.debug("%s: HTTP %s, request ID %s", what, status, request_id or "-")
