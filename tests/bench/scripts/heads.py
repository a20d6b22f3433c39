"""HeadObject of all keys in a file, 32 at a time, with S3enc's transport or boto3 in threads.

    python -m tests.bench.scripts.heads s3enc|boto3 KEYS-FILE BUCKET

Prints the time of the requests as JSON, without startup and imports.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AT_ONCE = 32

HeadAll = Callable[[list[str]], list[object]]


def main() -> None:
    """Warm up with the first key, then request all. Fails if a size is missing."""
    who, file, bucket = sys.argv[1:]
    keys = Path(file).read_text(encoding="utf-8").splitlines()
    head_all = {"s3enc": _s3enc, "boto3": _boto3}[who](bucket)
    head_all(keys[:1])
    wall, cpu = time.perf_counter(), time.process_time()
    sizes = head_all(keys)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if len(sizes) != len(keys) or not all(sizes):
        sys.exit("an answer without a size")
    print(json.dumps({"wall": wall, "cpu": cpu}))
    sys.stdout.flush()


def _s3enc(bucket: str) -> HeadAll:
    from s3enc_gui.domain.connection import Connection
    from s3enc_gui.s3.session.open_sessions import OpenSessions

    connection = Connection(endpoint_url=os.environ["AWS_ENDPOINT_URL_S3"])
    transport = OpenSessions().of(connection).transport()
    loop = asyncio.SelectorEventLoop()

    async def ask(keys: list[str]) -> list[object]:
        left, sizes = iter(keys), []

        async def work() -> None:
            for key in left:
                sizes.append((await transport.head_object(bucket, key))["ContentLength"])

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return sizes

    return lambda keys: loop.run_until_complete(ask(keys))


def _boto3(bucket: str) -> HeadAll:
    import boto3
    from botocore.config import Config

    client = boto3.client("s3", config=Config(max_pool_connections=AT_ONCE))
    threads = ThreadPoolExecutor(AT_ONCE)

    def head(key: str) -> object:
        return client.head_object(Bucket=bucket, Key=key)["ContentLength"]

    return lambda keys: list(threads.map(head, keys))


if __name__ == "__main__":
    main()
