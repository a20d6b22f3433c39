"""The last use of a key: asked of Amazon's KMS only, and only of keys that it knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.encryption.object_details import KEY_NOT_FOUND, KeyFacts, KeyLastUse
from s3enc_gui.s3.kms.last_use import with_last_use
from tests.fakes.samples import ARN, DETAILS

AMAZON = "https://kms.eu-central-1.amazonaws.com"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
KNOWN = replace(DETAILS, key=KeyFacts("Enabled", "CUSTOMER"), key_arn=ARN)


class Kms:
    """A KMS that answers GetKeyLastUsage, or refuses it with a code."""

    def __init__(self, answer=None, *, refusal="", url=AMAZON):
        self.meta = SimpleNamespace(endpoint_url=url)
        self.asked = []
        self._answer, self._refusal = answer, refusal

    def get_key_last_usage(self, **named):
        self.asked.append(named)
        if self._refusal:
            raise ClientError({"Error": {"Code": self._refusal}}, "GetKeyLastUsage")
        return self._answer


def asked(kms: Any, details):
    return with_last_use(lambda: kms, details)


def test_the_last_use():
    used = {"Timestamp": NOON, "Operation": "Decrypt", "CloudTrailEventId": "e"}
    kms = Kms({"KeyLastUsage": used, "TrackingStartDate": NOON, "KeyCreationDate": NOON})
    found = asked(kms, KNOWN)
    assert kms.asked == [{"KeyId": ARN}]
    assert found.key.last_use == KeyLastUse(NOON, "Decrypt", NOON, NOON)
    assert found.key.last_use.is_complete


@pytest.mark.parametrize("answer", [{}, {"KeyLastUsage": {}}])
def test_no_use_is_recorded(answer):
    found = asked(Kms(answer), KNOWN)
    assert found.key.last_use == KeyLastUse()
    assert not found.key.last_use.is_complete


def test_a_refusal_is_kept():
    kms = Kms(refusal="AccessDeniedException")
    found = asked(kms, KNOWN)
    assert (found.key.last_use, found.key.last_use_refused) == (None, "AccessDeniedException")


@pytest.mark.parametrize(
    "details",
    [
        replace(KNOWN, key=None),
        replace(KNOWN, key=KeyFacts(KEY_NOT_FOUND)),
        replace(KNOWN, key_arn=None),
        replace(KNOWN, key_arn="my-key"),
    ],
)
def test_a_key_that_was_not_described_is_not_asked_for(details):
    kms = Kms({})
    assert asked(kms, details) == details
    assert not kms.asked


def test_another_server_is_not_asked():
    kms = Kms({}, url="http://127.0.0.1:9000")
    assert asked(kms, KNOWN) == KNOWN
    assert not kms.asked
