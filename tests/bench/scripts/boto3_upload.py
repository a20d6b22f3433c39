"""Uploads with boto3's `upload_file`: a file with its ten threads, many files with 32 threads.

python -m tests.bench.scripts.boto3_upload FILE|FOLDER BUCKET PREFIX
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

THREADS = 32
_EXTRA = {"ServerSideEncryption": "AES256"}


def main() -> None:
    """Upload; raises the errors of boto3."""
    source, bucket, prefix = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    client = boto3.client("s3", config=Config(max_pool_connections=THREADS))
    if source.is_file():
        client.upload_file(str(source), bucket, f"{prefix}{source.name}", ExtraArgs=_EXTRA)
        return
    # One thread per file; ten more for each would be idle.
    alone = TransferConfig(use_threads=False)

    def upload(file: Path) -> None:
        client.upload_file(str(file), bucket, f"{prefix}{file.name}", _EXTRA, Config=alone)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(upload, source.iterdir()))


if __name__ == "__main__":
    main()
