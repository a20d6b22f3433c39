from __future__ import annotations

import asyncio
import threading

from botocore.credentials import Credentials as Fixed
from botocore.credentials import DeferredRefreshableCredentials, RefreshableCredentials

from s3enc_gui.s3.session.credentials import Credentials
from s3enc_gui.s3.transport.signing import AccessKeys

LONG = "2999-01-01T00:00:00Z"
PAST = "2001-01-01T00:00:00Z"


def metadata(expiry, name="A"):
    return {"access_key": name, "secret_key": "s", "token": "t", "expiry_time": expiry}


def test_fixed_ones():
    async def work():
        credentials = Credentials(Fixed("A", "s"))
        first = await credentials.now()
        assert await credentials.now() is first
        return first

    assert asyncio.run(work()) == AccessKeys("A", "s", None)


def test_they_are_renewed_on_another_thread():
    where = []

    def refresh():
        where.append(threading.current_thread())
        return metadata(LONG, "B")

    async def work():
        old = RefreshableCredentials.create_from_metadata(metadata(PAST), refresh, "test")
        credentials = Credentials(old)
        return await credentials.now(), await credentials.now()

    first, second = asyncio.run(work())
    assert (first, first is second) == (AccessKeys("B", "s", "t"), True)
    assert where != [threading.main_thread()]
    assert len(where) == 1


def test_they_are_fetched_when_first_needed():
    credentials = Credentials(DeferredRefreshableCredentials(lambda: metadata(LONG), "test"))
    assert asyncio.run(credentials.now()) == AccessKeys("A", "s", "t")
