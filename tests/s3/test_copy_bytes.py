from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.encryption import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.object_details import ObjectDetails
from s3enc_gui.s3.copy_bytes import same_bytes

DATA = b"0123456789"


class Place:
    """A bucket that answers every GET with these bytes and this ETag."""

    bucket = "b"

    def __init__(self, etag, data=DATA):
        self.transport = self
        self._etag, self._data = etag, data

    async def get_object(self, bucket, key, wanted):
        wanted.take(self._data)
        return {"ETag": self._etag}


@pytest.mark.parametrize(
    ("place", "same"),
    [
        (Place('W/"e"'), True),
        (Place('W/"e"', DATA[::-1]), False),
        (Place('W/"other"'), None),
    ],
)
def test_what_is_compared_is_the_object_that_was_looked_at(place, same):
    copier: Any = SimpleNamespace(source=Place('"e"'), target=place)
    details = ObjectDetails(Location("b", "k"), EncryptionStatus(), 10, etag="e", raw_etag='W/"e"')
    assert asyncio.run(same_bytes(copier, details, details)) is same
