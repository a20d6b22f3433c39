"""Downloads that ask before objects are saved that were encrypted before upload."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from s3enc_gui.domain.client_side.choice import ClientSideKey, ClientSideReading
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import (
    CIPHERTEXT,
    DownloadRequest,
    FileOutcome,
    requested_object,
)
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.downloads.run import SMALL
from s3enc_gui.store.downloads.record import tag_of
from tests.contract.conftest import connect, hostile, no_pauses
from tests.domain.client_side.test_envelope import V3

__all__ = ["connect", "hostile", "no_pauses"]

READING = ClientSideReading(ClientSideKey("alias/key"))
ENVELOPE = {f"x-amz-meta-{name}": value for name, value in V3.items()}


def left(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def download(hostile, connect, no_pauses, tmp_path):
    harness = connect(hostile.server)

    def download(only=None, resumed=False, **more):
        asking: dict[str, Any] = {"prefixes": ("in/",), "strip": "", "asks": True}
        to = str(tmp_path / "to")
        request = DownloadRequest(harness.connection, "bucket", to, **asking | more)
        return harness.run(DownloadObjects(request, resumed, only)).results

    return download


@pytest.mark.parametrize("size", [0, 100, SMALL + 1])  # by one request, and in ranges
@pytest.mark.parametrize("is_listed", [True, False])
def test_nothing_is_saved_before_the_answer(hostile, download, tmp_path, size, is_listed):
    hostile.put("in/secret", bytes(size), ENVELOPE)
    more = {} if is_listed else {"prefixes": (), "objects": (requested_object("in/secret"),)}
    (result,) = download(**more)
    assert (result.ended, result.error) == (FileOutcome.ENCRYPTED, None)
    assert left(tmp_path / "to") == []
    if size > SMALL or not is_listed:
        assert [one.operation for one in hostile.requests if one.key][-1] == "HeadObject"


def test_others_are_saved_meanwhile_and_the_rest_after_the_answer(hostile, download, tmp_path):
    hostile.put("in/secret", b"ciphertext", ENVELOPE)
    hostile.put("in/plain", b"content")
    first = {one.key: one.ended for one in download()}
    assert first == {"in/secret": FileOutcome.ENCRYPTED, "in/plain": FileOutcome.CHECKED}
    assert left(tmp_path / "to") == ["plain"]
    (result,) = download(only=(("in/secret", None),), resumed=True, asks=False)
    assert (result.ended, result.remarks) == (FileOutcome.CHECKED, (CIPHERTEXT,))
    assert (tmp_path / "to" / "in" / "secret").read_bytes() == b"ciphertext"


def test_a_name_that_exists_is_asked_about_first(hostile, download, tmp_path):
    hostile.put("in/secret", b"ciphertext", ENVELOPE)
    (tmp_path / "to" / "in").mkdir(parents=True)
    (tmp_path / "to" / "in" / "secret").write_bytes(b"mine")
    (result,) = download()
    assert result.ended is FileOutcome.EXISTS


def test_a_question_that_is_open_is_kept_for_the_next_session(hostile, connect, tmp_path):
    hostile.put("in/secret", b"ciphertext", ENVELOPE)
    harness = connect(hostile.server)
    to = str(tmp_path / "to")
    request = DownloadRequest(harness.connection, "bucket", to, prefixes=("in/",), asks=True)
    harness.run(DownloadObjects(request))
    record = harness.services.downloads_in_memory.open(tag_of(request))
    assert record.kept().request == request


def test_answers_do_not_make_it_another_download():
    plain = DownloadRequest(Connection(), "bucket", "/to", prefixes=("a/",))
    asking = replace(plain, asks=True)
    answered = replace(asking, client_side=READING)
    assert tag_of(plain) == tag_of(asking) == tag_of(answered)
    assert tag_of(replace(plain, client_side=READING)) != tag_of(plain)


@pytest.mark.parametrize("size", [0, 100, SMALL + 1])
def test_what_is_not_encrypted_any_more_is_not_saved_in_its_place(
    hostile, download, tmp_path, size
):
    hostile.put("in/secret", bytes(size), ENVELOPE)
    download()
    hostile.put("in/secret", b"f" * size)
    for more in (
        {"only": (("in/secret", None),), "resumed": True},
        {"prefixes": (), "objects": (requested_object("in/secret"),), "asks": False},
    ):
        (result,) = download(**more, client_side=READING)
        assert result.ended is FileOutcome.FAILED
        assert result.error.code == "ClientSidePlain"
        assert left(tmp_path / "to") == []


def test_a_file_with_the_ciphertext_is_not_taken_for_the_decrypted_one(hostile, download, tmp_path):
    hostile.put("in/secret", b"ciphertext", ENVELOPE)
    download(asks=False)
    assert left(tmp_path / "to") == ["secret"]
    (result,) = download(resumed=True, client_side=READING)
    assert result.ended is FileOutcome.EXISTS
