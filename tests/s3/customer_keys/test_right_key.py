from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.customer_keys.right_key import first_right, may_be_the_key

LOCKED = EncryptionStatus(customer_algorithm="AES256")
MINE = EncryptionStatus(customer_algorithm="AES256", customer_key="mine")
ECHO = EncryptionStatus("AES256", customer_algorithm="AES256", customer_key="mine")
PLAIN = EncryptionStatus("AES256")
SILENT = EncryptionStatus()
UNNAMED = EncryptionStatus(customer_algorithm="AES256", unreported=True)
OTHER_KEY = AppError("Access denied", code="AccessDenied")
NOT_SSE_C = AppError(
    "Invalid", "The encryption parameters are not applicable to this object.", code="InvalidRequest"
)
OFFLINE = AppError("No connection", code="EndpointConnectionError")


def found(answers, senders=("", "other", "mine")):
    """Return what `first_right` finds, and the keys that were sent."""
    sent = []

    async def read(key):
        sent.append(key)
        answer = answers[key]
        if isinstance(answer, AppError):
            raise answer
        return answer

    lens = (lambda one: one, lambda _, status: status)
    return asyncio.run(first_right(senders, read, *lens)), sent


@pytest.mark.parametrize(
    ("answers", "expected", "sent"),
    [
        ({"": PLAIN}, ("", PLAIN), [""]),
        ({"": LOCKED, "other": OTHER_KEY, "mine": MINE}, ("mine", MINE), ["", "other", "mine"]),
        ({"": LOCKED, "other": None, "mine": OTHER_KEY}, ("", LOCKED), ["", "other", "mine"]),
        ({"": MINE, "other": OTHER_KEY, "mine": MINE}, ("mine", MINE), ["", "other", "mine"]),
    ],
)
def test_the_first_key_that_decrypts_the_object(answers, expected, sent):
    assert found(answers) == (expected, sent)


@pytest.mark.parametrize("answer", [NOT_SSE_C, ECHO])
def test_a_key_for_an_object_without_one_is_not_its_key(answer):
    assert found({"mine": answer, "": PLAIN}, ("mine", ""))[0] == ("", PLAIN)
    assert found({"mine": PLAIN}, ("mine", ""))[0] == ("", PLAIN)


@pytest.mark.parametrize("without", [LOCKED, OTHER_KEY])
@pytest.mark.parametrize(
    ("answer", "expected"), [(SILENT, UNNAMED), (ECHO, replace(UNNAMED, algorithm="AES256"))]
)
def test_a_key_that_a_server_needs_and_does_not_report_is_the_right_one(without, answer, expected):
    answers = {"": without, "other": OTHER_KEY, "mine": answer}
    assert found(answers)[0] == ("mine", expected)
    assert found(answers, ("mine", "", "other"))[0] == ("mine", expected)
    assert not expected.needs_customer_key


def test_an_object_that_is_read_without_a_key_has_none_on_a_server_that_reports_nothing():
    assert found({"mine": SILENT, "": SILENT}, ("mine", ""))[0] == ("", SILENT)


def test_no_further_key_is_sent_in_an_outage():
    with pytest.raises(AppError) as raised:
        found({"": LOCKED, "other": OFFLINE})
    assert raised.value is OFFLINE
    assert not may_be_the_key(OFFLINE)


def test_a_denied_object_is_denied_with_every_key():
    with pytest.raises(AppError) as raised:
        found(dict.fromkeys(("", "other", "mine"), OTHER_KEY))
    assert raised.value is OTHER_KEY
