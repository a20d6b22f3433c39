"""Times in S3's answers. Quickly: of a page of a listing botocore's reader takes 3/4."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3


def read_quickly(session: boto3.Session) -> None:
    """Let all clients that a session makes from now on read times so."""
    core: Any = session._session  # noqa: SLF001 - no public way
    factory = core.get_component("response_parser_factory")
    factory.set_parser_defaults(timestamp_parser=timestamp)


@lru_cache(maxsize=64)
def http_date(text: str) -> datetime | None:
    """Read a date as headers have it (RFC 9110, 5.6.7); in UTC where no zone is named.

    None where it is none.
    """
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


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
