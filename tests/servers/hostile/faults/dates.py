"""Dates that are missing, unreadable or beyond the calendar."""

from __future__ import annotations

import re
from itertools import cycle

from tests.servers.hostile.answers import Answer
from tests.servers.hostile.faults.building_blocks import LOOKING, edited
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile

ODD = (
    "",
    "0001-01-01T00:00:00Z",  # no date in Go and .NET
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59-12:00",
    "10000-01-01T00:00:00Z",
    "-0001-01-01T00:00:00Z",
    "2026-02-30T12:00:00Z",
    "soon",
    "0",
)
ODD_HEADERS = ("", "Mon, 01 Jan 99999 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1200", "0", "soon")
_DATE = re.compile(rb"<(LastModified|CreationDate|Initiated)>[^<]*</\1>")


def _in_xml(s3: Hostile, operation: str) -> None:
    dates = cycle((*ODD, None))  # None: without the element

    def one(found: re.Match[bytes]) -> bytes:
        date, name = next(dates), found[1].decode()
        return b"" if date is None else f"<{name}>{date}</{name}>".encode()

    def edit(request: Request, answer: Answer) -> None:
        answer.body = _DATE.sub(one, answer.body)

    edited(s3, operation, edit)


def _in_headers(s3: Hostile, name: str, *operations: str) -> None:
    dates = cycle(ODD_HEADERS)

    def edit(request: Request, answer: Answer) -> None:
        answer.drop(name)
        answer.headers[name] = next(dates)

    for operation in operations:
        edited(s3, operation, edit)


@fault("lists-have-odd-dates", "Lists have dates that are missing, unreadable or out of range")
def lists_have_odd_dates(s3: Hostile) -> None:
    operations = ("ListObjectsV2", "ListObjectVersions", "ListBuckets", "ListParts")
    for operation in (*operations, "ListMultipartUploads"):
        _in_xml(s3, operation)


@fault("objects-have-odd-dates", "HEAD and GET return dates that are unreadable or out of range")
def objects_have_odd_dates(s3: Hostile) -> None:
    _in_headers(s3, "Last-Modified", *LOOKING)


@fault("copies-have-odd-dates", "Copies return dates that are unreadable or out of range")
def copies_have_odd_dates(s3: Hostile) -> None:
    for operation in ("CopyObject", "UploadPartCopy"):
        _in_xml(s3, operation)


@fault("answers-have-odd-dates", "All answers have a Date that is unreadable or out of range")
def answers_have_odd_dates(s3: Hostile) -> None:
    _in_headers(s3, "Date", "HeadObject", "PutObject", "GetObject", "CompleteMultipartUpload")
