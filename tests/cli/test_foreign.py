"""The command line if something other than S3 responds, or sends other bytes."""

from __future__ import annotations

import os

import pytest

from s3enc_gui.aio import outage_gate
from s3enc_gui.cli import download as downloading
from s3enc_gui.s3.transport import fast_transport
from tests.servers.hostile import CRC, NOT_S3, hostile_server
from tests.servers.hostile.faults import foreign
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.hostile.state import OPERATIONS

pytestmark = pytest.mark.contract

DATA = os.urandom(5000)


@pytest.fixture
def hostile(at, monkeypatch):
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    monkeypatch.setattr(fast_transport, "PAUSE", 0.001)
    for name in ("MAX_PAUSE", "FIRST_PROBE", "MAX_PROBE"):
        monkeypatch.setattr(outage_gate, name, 0.001)
    monkeypatch.setattr(downloading, "DEADLINE", 5.0)
    with hostile_server() as hostile:
        at(hostile.server)
        yield hostile


def files(folder):
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_half_an_object_is_not_saved(s3enc, hostile, tmp_path):
    hostile.put("k", DATA)
    misbehave(hostile, "get-is-half")
    hostile.without("GetObject", CRC)
    command = ["download", "s3://bucket/", tmp_path / "to"]
    ran = s3enc(*command)
    assert (ran.status, "The downloaded content differs from the object" in ran.err) == (1, True)
    assert files(tmp_path / "to") == set()
    hostile.changes.clear()
    assert s3enc(*command, "--if-exists", "skip").status == 0
    assert files(tmp_path / "to") == {DATA}


@pytest.fixture
def folder_of_250(hostile):
    for number in range(250):
        hostile.put(f"folder/{number}.txt", DATA)


def test_a_sign_in_page_in_the_middle_of_a_folder(s3enc, hostile, folder_of_250, tmp_path):
    foreign.page_begins(hostile, last=40)
    ran = s3enc("download", "s3://bucket/folder/", tmp_path / "to")
    assert ran.status == 0, ran.err
    assert "The response didn't come from S3" in ran.err
    assert len(list((tmp_path / "to/folder").iterdir())) == 250
    assert files(tmp_path / "to") == {DATA}


def test_a_permanent_sign_in_page(s3enc, hostile, folder_of_250, tmp_path, monkeypatch):
    monkeypatch.setattr(downloading, "DEADLINE", 0.0)
    foreign.page_begins(hostile, last=10**6)
    command = ["download", "s3://bucket/folder/", tmp_path / "to"]
    ran = s3enc(*command)
    assert ran.status != 0
    assert "The response didn't come from S3" in ran.err
    assert files(tmp_path / "to") <= {DATA}
    hostile.changes.clear()
    assert s3enc(*command).status == 0
    assert len(list((tmp_path / "to/folder").iterdir())) == 250
    assert files(tmp_path / "to") == {DATA}


@pytest.mark.parametrize("policy", ["skip", "rename", "fail", "overwrite"])
@pytest.mark.parametrize("page", [NOT_S3, foreign.STATIC_PAGE])
def test_a_page_that_answers_everything(s3enc, hostile, small, policy, page):
    foreign.answers(hostile, OPERATIONS, page)
    ran = s3enc("upload", small, "s3://bucket/", "--if-exists", policy)
    assert ran.status != 0
    assert "The response didn't come from S3" in ran.err
    assert "kipped" not in ran.out + ran.err
    assert sum(hostile.asked.values()) < 20


@pytest.mark.parametrize("policy", ["skip", "rename", "fail", "overwrite"])
def test_a_page_that_answers_for_objects(s3enc, hostile, small, policy):
    misbehave(hostile, "look-is-a-static-page", "put-is-a-page")
    ran = s3enc("upload", small, "s3://bucket/", "--if-exists", policy)
    assert (ran.status, "The response didn't come from S3" in ran.err) == (1, True)
    assert "kipped" not in ran.out + ran.err
    assert sum(hostile.asked.values()) < 50


@pytest.mark.parametrize("policy", ["skip", "rename", "fail"])
def test_a_name_that_is_refused_in_an_empty_bucket(s3enc, hostile, small, policy):
    misbehave(hostile, "names-are-refused")
    ran = s3enc("upload", small, "s3://bucket/", "--if-exists", policy)
    assert (ran.status, "Object name is not supported" in ran.err) == (1, True)
    assert not hostile.objects


@pytest.mark.parametrize("name", ["look-is-a-static-page", "missing-is-a-page"])
def test_an_audit_counts_no_pages(s3enc, hostile, folder_of_250, monkeypatch, name):
    monkeypatch.setattr(outage_gate, "MAX_PAUSE", 0.001)
    misbehave(hostile, name)
    ran = s3enc("audit", "s3://bucket/", "--format", "json")
    assert (ran.status, ran.out, "The response didn't come from S3" in ran.err) == (1, "", True)
    hostile.changes.clear()
    ran = s3enc("audit", "s3://bucket/", "--format", "json")
    assert len(ran.json["objects"]) == 250
    assert {one["encryption"] for one in ran.json["objects"]} == {"SSE-S3"}


def test_a_page_in_place_of_a_listing_is_no_empty_bucket(s3enc, hostile, folder_of_250, tmp_path):
    misbehave(hostile, "list-is-a-page")
    for command in (["audit", "s3://bucket/"], ["download", "s3://bucket/", tmp_path / "to"]):
        ran = s3enc(*command)
        assert (ran.status, "The response didn't come from S3" in ran.err) == (1, True)


def test_inspecting_a_page(s3enc, hostile):
    misbehave(hostile, "look-is-a-static-page")
    ran = s3enc("inspect", "s3://bucket/k")
    assert (ran.status, ran.out, "The response didn't come from S3" in ran.err) == (1, "", True)
