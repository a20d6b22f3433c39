from __future__ import annotations

import pytest

from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.domain.client_side.findings import client_side_findings
from s3enc_gui.domain.encryption.finding import Aspect, Verdict
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from tests.domain.client_side.test_envelope import V2, V3

KEY = ClientSideKey("arn:key", (("a", "b"),))
SENT = tuple(V3.items())
VERIFIED, DIFFERENT, CANNOT_TELL = Verdict.VERIFIED, Verdict.DIFFERENT, Verdict.CANNOT_TELL


def found(metadata, key=KEY, sent=SENT, size=100):
    details = ObjectDetails(Location("b", "k"), EncryptionStatus(), size, metadata=metadata)
    return {one.aspect: one.verdict for one in client_side_findings(key, sent, details)}


@pytest.mark.parametrize(
    ("metadata", "verdicts"),
    [
        (V3, (VERIFIED, VERIFIED, VERIFIED)),
        ({name.title(): value for name, value in V3.items()}, (VERIFIED, VERIFIED, VERIFIED)),
        (V3 | {"other": "1"}, (VERIFIED, VERIFIED, VERIFIED)),
        (V3 | {"x-amz-d": "other"}, (DIFFERENT, VERIFIED, VERIFIED)),
        (V3 | {"x-amz-3": "other"}, (DIFFERENT, DIFFERENT, VERIFIED)),
        (V3 | {"x-amz-t": '{"a": "c"}'}, (DIFFERENT, VERIFIED, DIFFERENT)),
        ({}, (DIFFERENT, DIFFERENT, DIFFERENT)),
        (V2, (DIFFERENT, VERIFIED, DIFFERENT)),
    ],
)
def test_the_envelope_is_compared_with_what_was_sent(metadata, verdicts):
    aspects = (Aspect.CLIENT_SIDE, Aspect.DATA_KEY, Aspect.CLIENT_CONTEXT)
    assert found(metadata) == dict(zip(aspects, verdicts, strict=True))


def test_without_a_context_it_is_not_compared():
    assert Aspect.CLIENT_CONTEXT not in found(V3, ClientSideKey("arn:key"))


@pytest.mark.parametrize(("metadata", "verdict"), [({}, DIFFERENT), (V3, CANNOT_TELL)])
def test_an_object_whose_envelope_is_not_known(metadata, verdict):
    assert found(metadata, sent=()) == {Aspect.CLIENT_SIDE: verdict}


def test_empty_folders_are_not_encrypted():
    assert found({}, sent=(), size=0) == {}


def test_nothing_is_found_where_nothing_was_requested():
    assert found(V3, key=None) == {}
