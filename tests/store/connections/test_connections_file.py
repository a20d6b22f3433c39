from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from s3enc_gui.domain.connections.saved_connection import (
    Addressing,
    AnonymousSource,
    AssumedRole,
    CompanySource,
    ConsoleSource,
    KeySource,
    Place,
    ProfileSource,
    SavedConnection,
)
from s3enc_gui.domain.connections.sign_in import SsoSession
from s3enc_gui.store.connections.connections_file import ConnectionsFile

SESSION = SsoSession("https://d-1.awsapps.com/start", "eu-west-1", "company", ("a:b", "c:d"))
ALL = [
    SavedConnection("default", ProfileSource()),
    SavedConnection("profile", ProfileSource("work"), role=AssumedRole("arn:aws:iam::1:role/r")),
    SavedConnection("company", CompanySource(SESSION, "111122223333", "Admin"), bucket="b"),
    SavedConnection("console", ConsoleSource("arn:aws:iam::1:user/ana", "eu-west-1")),
    SavedConnection(
        "minio",
        KeySource("minio"),
        Place("us-east-1", "https://minio.example.com", Addressing.PATH, "", True, True, "ca.pem"),
        bucket="data",
        prefix="a/b/",
    ),
    SavedConnection("public", AnonymousSource()),
    SavedConnection(
        "options", AnonymousSource(), Place(fips=True, dual_stack=True, ipv6_only=True)
    ),
]


@pytest.fixture
def file(tmp_path: Path) -> ConnectionsFile:
    return ConnectionsFile(tmp_path / "connections.json")


@pytest.mark.parametrize("connection", ALL, ids=lambda one: one.name)
def test_every_kind_is_read_back(file: ConnectionsFile, connection: SavedConnection) -> None:
    file.save(connection)
    assert file.load().connections == (connection,)


def test_a_changed_connection_keeps_its_place(file: ConnectionsFile) -> None:
    for one in ALL:
        file.save(one)
    changed = replace(ALL[2], name="renamed")
    file.save(changed)
    assert file.load().connections == (*ALL[:2], changed, *ALL[3:])


def test_order_default_and_removal(file: ConnectionsFile) -> None:
    for one in ALL[:3]:
        file.save(one)
    file.set_default(ALL[1].id)
    file.reorder([ALL[2].id, ALL[0].id])
    assert [one.name for one in file.load().connections] == ["company", "default", "profile"]
    assert file.load().default == ALL[1]
    file.remove(ALL[1].id)
    assert file.load().default is None
    assert [one.name for one in file.load().connections] == ["company", "default"]


def test_entries_of_a_later_version_are_kept(file: ConnectionsFile, tmp_path: Path) -> None:
    later = {"id": "x", "name": "later", "source": {"kind": "telepathy"}}
    path = tmp_path / "connections.json"
    path.write_text(json.dumps({"connections": [later], "more": 1}))
    file.save(ALL[0])
    assert file.load().connections == (ALL[0],)
    assert json.loads(path.read_text())["connections"][0] == later
    assert json.loads(path.read_text())["more"] == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"connections": {}}',
        b'{"connections": [1, null, {}, {"id": 1}]}',
        b"\xff",
    ],
)
def test_a_damaged_file_has_no_connections(
    file: ConnectionsFile, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "connections.json").write_bytes(content)
    assert file.load().connections == ()


def test_a_name_is_found_without_case(file: ConnectionsFile) -> None:
    file.save(ALL[2])
    found = file.load()
    assert found.find("COMPANY") == found.find(ALL[2].id) == ALL[2]
    assert found.find("other") is None


def test_only_this_user_can_read_it(file: ConnectionsFile, tmp_path: Path) -> None:
    file.save(ALL[0])
    assert (tmp_path / "connections.json").stat().st_mode & 0o777 == 0o600
