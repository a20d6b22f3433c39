"""Fixtures for the servers: session-wide, started together on first use."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.servers.faulty_proxy import FaultyProxy
from tests.servers.fleet import KINDS, RAW, Fleet
from tests.servers.kms_pages import KmsPages
from tests.servers.server import Server

_NEEDED: pytest.StashKey[Iterable[str]] = pytest.StashKey()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Collect the servers that the selected tests use."""
    needed: set[str] = set()
    for item in session.items:
        needed.update(KINDS.keys() & set(getattr(item, "fixturenames", ())))
        callspec = getattr(item, "callspec", None)
        if callspec and "any_server" in callspec.params:
            needed.add(callspec.params["any_server"])
    session.config.stash[_NEEDED] = needed


@pytest.fixture(scope="session")
def server_fleet(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Fleet]:
    """All servers; each has a fixture."""
    fleet = Fleet(tmp_path_factory.mktemp("servers"), pytestconfig.stash[_NEEDED])
    yield fleet
    fleet.stop()


@pytest.fixture(scope="session")
def moto_server(server_fleet: Fleet) -> Server:
    """Plain moto, which validates little (see test_moto.py)."""
    return server_fleet.get("moto_server")


@pytest.fixture(scope="session")
def localstack(server_fleet: Fleet) -> Server:
    """LocalStack, with AWS's error messages for KMS keys that can't be used."""
    return server_fleet.get("localstack")


@pytest.fixture(scope="session")
def seaweedfs(server_fleet: Fleet) -> Server:
    """SeaweedFS, which encrypts objects, with moto as its KMS."""
    return server_fleet.get("seaweedfs")


@pytest.fixture(scope="session")
def seaweedfs_tls(server_fleet: Fleet) -> Server:
    """SeaweedFS over https; `ca_bundle` is its certificate authority."""
    return server_fleet.get("seaweedfs_tls")


@pytest.fixture(scope="session")
def demo_server(server_fleet: Fleet) -> Server:
    """The demo server, the only one that evaluates conditions of bucket policies."""
    return server_fleet.get("demo_server")


@pytest.fixture(scope="session", params=RAW)
def any_server(request: pytest.FixtureRequest, server_fleet: Fleet) -> Server:
    """Each of the three servers in turn."""
    return server_fleet.get(request.param)


@pytest.fixture
def new_bucket() -> Iterator[Callable[[Server], str]]:
    """Creates a bucket, `new_bucket(server)`, and deletes it with its contents at the end."""
    made: list[tuple[Server, str]] = []

    def make(server: Server, **more: Any) -> str:
        name = f"test-{uuid.uuid4()}"
        if server.region != "us-east-1":
            more["CreateBucketConfiguration"] = {"LocationConstraint": server.region}
        server.client("s3").create_bucket(Bucket=name, **more)
        made.append((server, name))
        return name

    yield make
    for server, name in made:
        _delete_bucket(server, name)


def _delete_bucket(server: Server, name: str) -> None:
    s3 = server.client("s3")
    try:
        # A policy could deny the following requests.
        s3.delete_bucket_policy(Bucket=name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchBucketPolicy":
            raise
    for upload in s3.list_multipart_uploads(Bucket=name).get("Uploads", []):
        s3.abort_multipart_upload(Bucket=name, Key=upload["Key"], UploadId=upload["UploadId"])
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
        for entry in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            s3.delete_object(Bucket=name, Key=entry["Key"], VersionId=entry["VersionId"])
    s3.delete_bucket(Bucket=name)


@pytest.fixture
def kms_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., KmsPages]]:
    """Starts a KMS with many aliases, `kms_pages(20_000)`; moto doesn't paginate."""
    started: list[KmsPages] = []

    def start(aliases: int, *, denied: tuple[str, ...] = ()) -> KmsPages:
        pages = KmsPages(tmp_path_factory.mktemp("kms"), aliases, denied=denied)
        started.append(pages)
        pages.start()
        return pages

    yield start
    for pages in started:
        pages.stop()


@pytest.fixture
def faulty_proxy() -> Iterator[Callable[..., FaultyProxy]]:
    """Starts a proxy before a server, `faulty_proxy(server, seed=1)`, without faults at first."""
    started: list[FaultyProxy] = []

    def start(server: Server, seed: int | None = None) -> FaultyProxy:
        # pytest-randomly seeds `random` for every test, so that the seed is reproducible.
        proxy = FaultyProxy(server, random.getrandbits(32) if seed is None else seed)
        proxy.start()
        started.append(proxy)
        return proxy

    yield start
    for proxy in started:
        proxy.stop()
    assert [mishap for proxy in started for mishap in proxy.mishaps] == []
