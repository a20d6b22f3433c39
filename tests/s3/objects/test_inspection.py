"""Refusals without words: which of them hold, and which are a passing trouble."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.objects.inspection import exists, head, read_details, requires_customer_key

WHERE = Location("bucket", "key")


class Scripted:
    """Answers HEAD by a script: an error's code, or the encryption; without any more, AES256."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked: list[bool] = []  # whether for the checksum, too

    async def head_object(self, bucket, key, version_id=None, *, checksum=False):
        self.asked.append(checksum)
        answer = self.answers.pop(0) if self.answers else "AES256"
        if answer.isdigit():
            raise AppError("Refused", code=answer)
        return {"ServerSideEncryption": answer, "checksum": checksum}


def looked(*answers):
    """Return what HEAD says in the end, and whether the checksum was asked for each time."""
    transport: Any = Scripted(*answers)
    client: Any = None
    return asyncio.run(head(client, transport, WHERE)), transport.asked


def test_one_request_is_enough():
    fields, asked = looked()
    assert (fields["checksum"], asked) == (True, [True])


@pytest.mark.parametrize("refusal", ["403", "400"])
@pytest.mark.parametrize("again", [(), ("403",), ("400",)])
def test_what_refused_the_checksum_may_have_passed(refusal, again):
    fields, asked = looked(refusal, "AES256", *again)
    assert (fields["checksum"], asked[:2]) == (True, [True, False])


@pytest.mark.parametrize("refusal", ["403", "400"])  # no kms:Decrypt; the key is disabled
def test_of_kms_it_is_refused_for_good(refusal):
    fields, asked = looked(refusal, "aws:kms", refusal)
    assert (fields["checksum"], asked) == (False, [True, False, True])


def test_a_server_that_always_refuses_it_is_asked_no_more():
    fields, asked = looked("403", "AES256", "403", "403")
    assert (fields["checksum"], asked) == (False, [True, False, True, True])


@pytest.mark.parametrize("code", ["503", "404"])
def test_other_trouble_is_raised(code):
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
def test_only_what_speaks_of_a_customers_key_is_one(code, words):
    assert requires_customer_key(AppError("No", words, code=code)) is (words in SSE_C)


def is_there(monkeypatch, said, *answers):
    """Return what `exists` says where HEAD answers so, and a GET has these words."""
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
def test_a_bare_400_is_what_get_says(monkeypatch, said, there):
    assert is_there(monkeypatch, said, "400") is there


@pytest.mark.parametrize("words", NOT_SSE_C)
@pytest.mark.parametrize("code", ["InvalidRequest", "InvalidArgument", "ExpiredToken", "NotS3"])
def test_any_other_refusal_is_the_servers_own(monkeypatch, code, words):
    said = AppError("No", words, code=code)
    with pytest.raises(AppError) as caught:
        is_there(monkeypatch, said, "400")
    assert caught.value is said


def test_what_has_no_size_is_not_empty():
    transport: Any = Scripted()
    client: Any = None
    with pytest.raises(AppError) as caught:
        asyncio.run(read_details(client, transport, WHERE))
    assert caught.value.code == "UnreadableAnswer"
