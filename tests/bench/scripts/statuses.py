"""Encryption of many listed objects, with S3enc's browser job or boto3 in threads.

    python -m tests.bench.scripts.statuses s3enc|boto3 OBJECTS BUCKET

Prints the time as JSON, without startup and imports. Fails if an answer is missing or wrong.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

AT_ONCE = 32

ReadAll = Callable[[list[str]], Counter[str]]
"""Takes keys; returns the number of objects of each algorithm."""


def main() -> None:
    """Warm up with one object, then read all."""
    who, objects, bucket = sys.argv[1:]
    keys = [f"object-{number:07}.bin" for number in range(int(objects))]
    look = {"s3enc": _s3enc, "boto3": _boto3}[who](bucket)
    look(keys[:1])
    wall, cpu = time.perf_counter(), time.process_time()
    counts = look(keys)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    quarter = len(keys) // 4
    if counts != {"AES256": quarter, "aws:kms": quarter, "aws:kms:dsse": quarter, "": quarter}:
        sys.exit(f"wrong statuses: {counts}")
    print(json.dumps({"wall": wall, "cpu": cpu}))
    sys.stdout.flush()
    os._exit(0)  # threads may still run


def _s3enc(bucket: str) -> ReadAll:
    from s3enc_gui.domain.connection import Connection
    from s3enc_gui.domain.listing import ListedObject
    from s3enc_gui.jobs.context import Context
    from s3enc_gui.jobs.listing.browse import ReadStatuses, StatusesRead
    from s3enc_gui.jobs.services import Services
    from s3enc_gui.s3.session.open_sessions import OpenSessions
    from s3enc_gui.store.settings_file import SettingsFile

    connection = Connection(endpoint_url=os.environ["AWS_ENDPOINT_URL_S3"])
    folder = TemporaryDirectory()
    services = Services(OpenSessions(), SettingsFile(Path(folder.name) / "settings.json"))

    def look(keys: list[str]) -> Counter[str]:
        counts: Counter[str] = Counter()

        def take(report: object) -> None:
            if isinstance(report, StatusesRead):
                counts.update(
                    (looked.status.algorithm or "") if looked.status else "?"
                    for _, looked in report.statuses
                )

        listed = tuple(ListedObject(key, 1, None, "") for key in keys)
        ReadStatuses(connection, bucket, listed, fresh=True).run(Context(services, take))
        return counts

    return look


def _boto3(bucket: str) -> ReadAll:
    import boto3
    from botocore.config import Config

    client = boto3.client("s3", config=Config(max_pool_connections=AT_ONCE))
    threads = ThreadPoolExecutor(AT_ONCE)

    def head(key: str) -> str:
        answer = client.head_object(Bucket=bucket, Key=key)
        return answer.get("ServerSideEncryption") or ""

    return lambda keys: Counter(threads.map(head, keys))


if __name__ == "__main__":
    main()
