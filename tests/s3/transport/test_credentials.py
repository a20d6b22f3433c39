from __future__ import annotations

import asyncio
import threading

from botocore.credentials import Credentials as Fixed
from botocore.credentials import DeferredRefreshableCredentials, RefreshableCredentials

from s3enc_gui.s3.transport.credentials import Credentials
from s3enc_gui.s3.transport.signing import AccessKeys

LONG = "2999-01-01T00:00:00Z"
PAST = "2001-01-01T00:00:00Z"


def metadata(expiry, name="A"):
    return {"access_key": name, "secret_key": "s", "token": "t", "expiry_time": expiry}


def test_static_credentials():
    async def work():
        credentials = Credentials(Fixed("A", "s"))
        first = await credentials.now()
        assert await credentials.now() is first
        return first

    assert asyncio.run(work()) == AccessKeys("A", "s", None)


def test_expired_credentials_are_refreshed_on_another_thread():
    threads = []

    def refresh():
        threads.append(threading.current_thread())
        return metadata(LONG, "B")

    async def work():
        expired = RefreshableCredentials.create_from_metadata(metadata(PAST), refresh, "test")
        credentials = Credentials(expired)
        return await credentials.now(), await credentials.now()

    first, second = asyncio.run(work())
    assert (first, first is second) == (AccessKeys("B", "s", "t"), True)
    assert threads != [threading.main_thread()]
    assert len(threads) == 1


def test_deferred_credentials_are_fetched_on_first_use():
    credentials = Credentials(DeferredRefreshableCredentials(lambda: metadata(LONG), "test"))
    assert asyncio.run(credentials.now()) == AccessKeys("A", "s", "t")
