"""The servers as fixtures: session-wide, started together when the first one is asked for."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.servers.fleet import KINDS, RAW, Fleet
from tests.servers.kms_pages import KmsPages
from tests.servers.server import Server
from tests.servers.storm import Storm

_WANTED: pytest.StashKey[Iterable[str]] = pytest.StashKey()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note which servers the chosen tests are going to need."""
    wanted: set[str] = set()
    for item in session.items:
        wanted.update(KINDS.keys() & set(getattr(item, "fixturenames", ())))
        callspec = getattr(item, "callspec", None)
        if callspec and "any_server" in callspec.params:
            wanted.add(callspec.params["any_server"])
    session.config.stash[_WANTED] = wanted


@pytest.fixture(scope="session")
def server_fleet(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Fleet]:
    """All servers; tests ask for one by the name of its fixture."""
    fleet = Fleet(tmp_path_factory.mktemp("servers"), pytestconfig.stash[_WANTED])
    yield fleet
    fleet.stop()


@pytest.fixture(scope="session")
def moto_server(server_fleet: Fleet) -> Server:
    """Plain moto: takes everything, and checks little (see test_moto.py)."""
    return server_fleet.get("moto_server")


@pytest.fixture(scope="session")
def localstack(server_fleet: Fleet) -> Server:
    """LocalStack: AWS's own words for keys that cannot be used."""
    return server_fleet.get("localstack")


@pytest.fixture(scope="session")
def seaweedfs(server_fleet: Fleet) -> Server:
    """SeaweedFS: encrypts for real, with a KMS of its own (a moto)."""
    return server_fleet.get("seaweedfs")


@pytest.fixture(scope="session")
def seaweedfs_tls(server_fleet: Fleet) -> Server:
    """Another SeaweedFS, over https; its certificate authority is `ca_bundle`."""
    return server_fleet.get("seaweedfs_tls")


@pytest.fixture(scope="session")
def demo_server(server_fleet: Fleet) -> Server:
    """The demo server: the only one that obeys the conditions of bucket policies."""
    return server_fleet.get("demo_server")


@pytest.fixture(scope="session", params=RAW)
def any_server(request: pytest.FixtureRequest, server_fleet: Fleet) -> Server:
    """Each of the three servers in turn."""
    return server_fleet.get(request.param)


@pytest.fixture
def new_bucket() -> Iterator[Callable[[Server], str]]:
    """Makes a bucket on a server, `new_bucket(server)`, and empties and deletes it at the end."""
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
        # It might forbid what follows.
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
    """Starts a KMS with many aliases, `kms_pages(20_000)`; moto knows no pages."""
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
def storm() -> Iterator[Callable[..., Storm]]:
    """Puts a storm before a server, `storm(server, seed=1)`: fair weather at first."""
    started: list[Storm] = []

    def start(server: Server, seed: int | None = None) -> Storm:
        # pytest-randomly seeds `random` for every test: its seed repeats ours.
        outage_kind = Storm(server, random.getrandbits(32) if seed is None else seed)
        outage_kind.start()
        started.append(outage_kind)
        return outage_kind

    yield start
    for outage_kind in started:
        outage_kind.stop()
    assert [mishap for outage_kind in started for mishap in outage_kind.mishaps] == []
