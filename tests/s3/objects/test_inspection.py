"""Errors of HEAD, without a body: which are permanent, and which are transient."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import UNKNOWN_SIZE
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.inspection import exists, head, read_details, requires_customer_key

WHERE = Location("bucket", "key")


class Scripted:
    """Responds to HEAD with error codes or encryptions in turn; then with AES256."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked: list[bool] = []  # whether with the checksum

    async def get_object(self, bucket, key, request):
        raise AppError("Refused", code="403")

    async def head_object(self, bucket, key, version_id=None, *, checksum=False, **_):
        self.asked.append(checksum)
        answer = self.answers.pop(0) if self.answers else "AES256"
        if answer.isdigit():
            raise AppError("Refused", code=answer)
        return {"ServerSideEncryption": answer, "checksum": checksum}


def looked(*answers):
    """Return the fields of `head`, and for each HEAD whether it requested the checksum."""
    transport: Any = Scripted(*answers)
    client: Any = None
    return asyncio.run(head(client, transport, WHERE)), transport.asked


def test_one_request_is_enough():
    fields, asked = looked()
    assert (fields["checksum"], asked) == (True, [True])


@pytest.mark.parametrize("refusal", ["403", "400"])
@pytest.mark.parametrize("again", [(), ("403",), ("400",)])
def test_a_transient_error_of_the_checksum_is_retried(refusal, again):
    fields, asked = looked(refusal, "AES256", *again)
    assert (fields["checksum"], asked[:2]) == (True, [True, False])


@pytest.mark.parametrize("refusal", ["403", "400"])  # no kms:Decrypt; the key is disabled
def test_a_denied_checksum_of_kms_is_not_retried(refusal):
    fields, asked = looked(refusal, "aws:kms", refusal)
    assert (fields["checksum"], asked) == (False, [True, False, True])


def test_a_denied_checksum_is_retried_once():
    fields, asked = looked("403", "AES256", "403", "403")
    assert (fields["checksum"], asked) == (False, [True, False, True, True])


@pytest.mark.parametrize("code", ["503", "404"])
def test_other_errors_are_raised(code):
    with pytest.raises(AppError) as caught:
        looked("403", "AES256", code)
    assert caught.value.code == code


SSE_C = (
    "The object was stored using a form of Server Side Encryption.",
    "Requests specifying Server Side Encryption with Customer provided keys must provide a key.",
)
NOT_SSE_C = (
    "Object name is not supported.",
    "Requests specifying Server Side Encryption with AWS KMS managed keys require Signature V4.",
    "The name “server side encryption/notes” is not allowed.",
    "",
)


@pytest.mark.parametrize("code", ["InvalidRequest", "InvalidArgument"])
@pytest.mark.parametrize("words", [*SSE_C, *NOT_SSE_C])
def test_only_messages_about_sse_c_mean_sse_c(code, words):
    assert requires_customer_key(AppError("No", words, code=code)) is (words in SSE_C)


def is_there(monkeypatch, said, *answers):
    """Return the result of `exists` for these responses to HEAD, and this error of GET."""
    monkeypatch.setattr(inspection, "_error_of_get", lambda *_: said)
    client: Any = None
    transport: Any = Scripted(*answers)
    return asyncio.run(exists(client, transport, WHERE))


@pytest.mark.parametrize(
    ("said", "there"),
    [
        (None, True),
        (AppError("No", SSE_C[0], code="InvalidRequest"), True),
        (AppError("No", code="NoSuchKey"), False),
    ],
)
def test_a_400_is_explained_by_get(monkeypatch, said, there):
    assert is_there(monkeypatch, said, "400") is there


@pytest.mark.parametrize("words", NOT_SSE_C)
@pytest.mark.parametrize("code", ["InvalidRequest", "InvalidArgument", "ExpiredToken", "NotS3"])
def test_any_other_error_is_the_servers(monkeypatch, code, words):
    said = AppError("No", words, code=code)
    with pytest.raises(AppError) as caught:
        is_there(monkeypatch, said, "400")
    assert caught.value is said


def test_the_size_of_an_object_may_be_unknown(monkeypatch):
    monkeypatch.setattr("s3enc_gui.s3.objects.inspection.link", lambda *_: "")
    transport: Any = Scripted()
    client: Any = SimpleNamespace(meta=SimpleNamespace(region_name="r"))
    assert asyncio.run(read_details(client, transport, WHERE)).size == UNKNOWN_SIZE
