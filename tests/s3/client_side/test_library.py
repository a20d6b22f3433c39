"""AWS's library with this program's client in memory."""

from __future__ import annotations

import io
from typing import Any

import pytest

from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.client_side import library
from s3enc_gui.s3.client_side.library import Library
from tests.jobs.uploads.fake_s3 import FakeKms

KMS: Any = FakeKms
KEY = ClientSideKey("key", (("a", "b"),))


@pytest.mark.parametrize("name", ["upload_file", "upload_fileobj", "copy", "download_file"])
def test_the_client_that_the_library_gets_has_no_method_that_it_does_not_encrypt(name):
    assert not hasattr(library._InMemoryClient(), name)


def test_a_file_in_pieces_is_the_same_as_a_whole_one():
    stream = Library(KMS, KEY).encrypting()
    data = stream.encrypt(b"12345", last=False) + stream.encrypt(b"678", last=True)
    assert decrypted(data, stream.envelope) == b"12345678"


def test_the_library_is_told_the_context():
    data, envelope = Library(KMS, KEY).encrypt(b"content")
    with pytest.raises(AppError, match="encryption context"):
        decrypted(data, envelope, ClientSideKey("key"))


def test_an_error_of_kms_is_its_own():
    def denied():
        raise AppError("No credentials", code="NoCredentialsError")

    for work in (Library(denied, KEY).encrypting, lambda: Library(denied, KEY).encrypt(b"")):
        with pytest.raises(AppError, match="No credentials"):
            work()


def test_no_data_key_is_kept_after_the_last_piece():
    one = Library(KMS, KEY)
    stream = one.encrypting()
    stream.encrypt(b"", last=True)
    assert one._client._multipart_uploads == {}


def decrypted(data, envelope, key=KEY):
    def no_file(name):
        raise AssertionError(name)

    return Library(KMS, key).decrypting(io.BytesIO(data), len(data), "k", envelope, no_file).read()


def test_what_the_library_does_not_encrypt_is_not_sent(monkeypatch):
    one = Library(KMS, KEY)
    monkeypatch.setattr(one._memory.meta.events, "emit", lambda *_, **__: [])
    with pytest.raises(AppError, match="couldn't be encrypted"):
        one.encrypt(b"content")
