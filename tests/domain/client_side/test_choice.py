from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from s3enc_gui.domain.client_side.choice import (
    MAX_PLAINTEXT,
    ClientSideKey,
    ClientSideReading,
    Legacy,
    context_problems,
    envelope_size,
    size_problem,
)
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions, UploadPlan, problems

KEY = ClientSideKey("alias/a", (("b", "2"), ("a", "1")))


def test_the_context_has_one_order():
    assert ClientSideKey("alias/a", (("a", "1"), ("b", "2"))) == KEY


@pytest.mark.parametrize("value", [None, ClientSideReading(KEY, Legacy.V2)])
def test_json_keeps_how_to_read(value):
    plain = json.loads(json.dumps(value and asdict(value)))
    assert ClientSideReading.of_plain(plain) == value


def test_json_keeps_the_key():
    assert ClientSideKey.of_plain(json.loads(json.dumps(asdict(KEY)))) == KEY


@pytest.mark.parametrize(
    ("context", "wrong"),
    [
        ((("", "1"),), "A key is empty"),
        ((("aws:x-amz-cek-alg", "1"),), "reserved"),
        ((("kms_cmk_id", "1"),), "reserved"),
        ((("a", "ä"),), "letters other than ASCII"),
        ((("ä", "a"),), "letters other than ASCII"),
        ((("a", "b\n"),), "line breaks"),
        ((("a", "1"), ("a", "2")), "2 times"),
    ],
)
def test_what_the_library_would_refuse_is_said(context, wrong):
    (problem,) = context_problems(context)
    assert wrong in problem.detail


def test_usual_contexts_are_accepted():
    assert list(context_problems((("department", "finance & co"), ("Department", "")))) == []


def test_the_limit_of_aes_gcm_is_said_before_anything_is_sent():
    assert size_problem("file", MAX_PLAINTEXT) is None
    items = (UploadItem("small", "small", 1), UploadItem("large", "large", MAX_PLAINTEXT + 1))
    plan = UploadPlan("bucket", items, UploadOptions(client_side=KEY))
    (problem,) = problems(plan)
    assert problem.code == "ClientSideTooLarge"
    assert problem.detail.startswith("large has 68,719,476,705 bytes.")
    assert list(problems(UploadPlan("bucket", items))) == []


def test_the_metadata_of_the_encryption_counts():
    free = 2048 - envelope_size(())
    for size, codes in ((free - 1, []), (free, ["MetadataTooLarge"])):
        metadata = (("a", "x" * size),)
        options = UploadOptions(metadata=metadata, client_side=ClientSideKey("alias/a"))
        found = problems(UploadPlan("bucket", (UploadItem("f", "f", 1),), options))
        assert [one.code for one in found] == codes
