"""Compares what a server stores with what it should store."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.servers.server import Server


@dataclass(frozen=True, slots=True)
class Expected:
    """The files of a folder as `s3enc upload FOLDER s3://BUCKET/PREFIX` stores them."""

    folder: Path
    digests: dict[str, str]  # by path below the folder

    @classmethod
    def of(cls, folder: Path) -> Expected:
        files = (path for path in folder.rglob("*") if path.is_file())
        return cls(
            folder,
            {file.relative_to(folder).as_posix(): _digest(file.read_bytes()) for file in files},
        )

    def keys(self, prefix: str) -> dict[str, str]:
        """Digests by key."""
        return {f"{prefix}/{self.folder.name}/{name}": each for name, each in self.digests.items()}

    def without(self, *names: str) -> Expected:
        """All but these files."""
        rest = {name: each for name, each in self.digests.items() if name not in names}
        return Expected(self.folder, rest)


def differences(server: Server, bucket: str, prefix: str, expected: Expected) -> list[str]:
    """Return all differences: missing, additional, deleted or changed objects, and versions."""
    s3 = server.client("s3")
    should = expected.keys(prefix)
    versions: Counter[str] = Counter()
    hidden: set[str] = set()
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=f"{prefix}/")
    for page in pages:
        versions.update(one["Key"] for one in page.get("Versions", []))
        hidden.update(one["Key"] for one in page.get("DeleteMarkers", []))
    found = [f"missing: {key}" for key in should if not versions[key]]
    found += [f"deleted: {key}" for key in hidden]
    found += [f"unexpected: {key}" for key in versions if key not in should]
    found += [f"{count} versions: {key}" for key, count in versions.items() if count > 1]
    for key in should.keys() & versions.keys() - hidden:
        body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        if _digest(body) != should[key]:
            found.append(f"other bytes ({len(body)} of them): {key}")
    return found + uploads_left(server, bucket, prefix)


def clear(server: Server, bucket: str, prefix: str) -> None:
    """Delete all versions of all objects under the prefix, to keep listings short."""
    s3 = server.client("s3")
    listed = s3.list_object_versions(Bucket=bucket, Prefix=f"{prefix}/").get("Versions", [])
    names = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in listed]
    if names:
        s3.delete_objects(Bucket=bucket, Delete={"Objects": names, "Quiet": True})


def uploads_left(server: Server, bucket: str, prefix: str) -> list[str]:
    """Return the incomplete multipart uploads."""
    listed = server.client("s3").list_multipart_uploads(Bucket=bucket, Prefix=f"{prefix}/")
    return [f"multipart upload left: {one['Key']}" for one in listed.get("Uploads", [])]


def versioned(server: Server, bucket: str) -> str:
    """Enable versioning, so that a second write is found; return the bucket's name."""
    server.client("s3").put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
    )
    return bucket


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
