"""Times in S3's answers, read quickly: of a page of a listing botocore's reader takes 3/4."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3


def read_quickly(session: boto3.Session) -> None:
    """Let all clients that a session makes from now on read times so."""
    core: Any = session._session  # noqa: SLF001 - no public way
    factory = core.get_component("response_parser_factory")
    factory.set_parser_defaults(timestamp_parser=timestamp)


def timestamp(value: Any) -> datetime:  # noqa: ANN401 - text or number, as botocore's
    """Return what botocore's reader returns; ISO 8601 in UTC (S3, REST-XML) the short way.

    Raises ValueError as that does.
    """
    if isinstance(value, str) and value.endswith("Z"):
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError:
            pass
    from botocore.utils import parse_timestamp  # slow to import, as boto3 is

    parsed: datetime = parse_timestamp(value)
    return parsed
