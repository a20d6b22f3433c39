"""HeadObject of every key of a file from 32 threads, by S3enc's transport or by boto3.

    python -m tests.bench.scripts.heads s3enc|boto3 KEYS-FILE BUCKET

Prints as JSON what the requests took, without the start of the interpreter and the imports.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

THREADS = 32


def main() -> None:
    """Ask for the first key to get ready, then for all. Fails where a size is missing."""
    who, file, bucket = sys.argv[1:]
    keys = Path(file).read_text(encoding="utf-8").splitlines()
    head = {"s3enc": _s3enc, "boto3": _boto3}[who](bucket)
    head(keys[0])
    with ThreadPoolExecutor(THREADS) as threads:
        wall, cpu = time.perf_counter(), time.process_time()
        sizes = list(threads.map(head, keys))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if len(sizes) != len(keys) or not all(sizes):
        sys.exit("an answer without a size")
    print(json.dumps({"wall": wall, "cpu": cpu}))
    sys.stdout.flush()


def _s3enc(bucket: str) -> Callable[[str], object]:
    from s3enc_gui.domain.connection import Connection
    from s3enc_gui.s3.clouds import Clouds

    connection = Connection(endpoint_url=os.environ["AWS_ENDPOINT_URL_S3"])
    transport = Clouds().of(connection).transport()
    return lambda key: transport.head_object(bucket, key)["ContentLength"]


def _boto3(bucket: str) -> Callable[[str], object]:
    import boto3
    from botocore.config import Config

    client = boto3.client("s3", config=Config(max_pool_connections=THREADS))
    return lambda key: client.head_object(Bucket=bucket, Key=key)["ContentLength"]


if __name__ == "__main__":
    main()
