"""An S3 in memory that behaves correctly until a test adds faults."""

from __future__ import annotations

from tests.servers.hostile import (
    buckets,
    copies,
    listings,
    multipart,
    object_annotations,
    objects,
    updates,
)
from tests.servers.hostile.answers import CUT, NOT_S3, Answer, bare, refusal, xml
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import BUCKET, Hostile, Wrap
from tests.servers.hostile.stored import CRC, ENCRYPTION, Stored, Upload
from tests.servers.hostile.wire import hostile_server

__all__ = [
    "BUCKET",
    "CRC",
    "CUT",
    "ENCRYPTION",
    "NOT_S3",
    "Answer",
    "Hostile",
    "Request",
    "Stored",
    "Upload",
    "Wrap",
    "bare",
    "buckets",
    "copies",
    "hostile_server",
    "listings",
    "multipart",
    "object_annotations",
    "objects",
    "refusal",
    "updates",
    "xml",
]
