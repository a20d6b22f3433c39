from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.servers.kms_pages import AWS_ALIASES, Keys, KmsError


@pytest.fixture(scope="module")
def keys():
    return Keys(230)


def pages_of(keys, **request):
    answer = keys.list_aliases(request)
    yield answer["Aliases"]
    while answer["Truncated"]:
        answer = keys.list_aliases({**request, "Marker": answer["NextMarker"]})
        yield answer["Aliases"]


@pytest.mark.parametrize(
    ("request_", "sizes"),
    [
        ({}, [50, 50, 50, 50, 32]),
        ({"Limit": 100}, [100, 100, 32]),
        ({"Limit": 58}, [58, 58, 58, 58]),
    ],
)
def test_page_sizes(keys, request_, sizes):
    assert [len(page) for page in pages_of(keys, **request_)] == sizes


def test_every_alias_is_listed_once(keys):
    names = [alias["AliasName"] for page in pages_of(keys) for alias in page]
    assert names == [*AWS_ALIASES, *(f"alias/key-{number:05}" for number in range(230))]


def test_last_page_has_no_marker(keys):
    assert "NextMarker" not in keys.list_aliases({"Limit": 100, "Marker": "200"})


@pytest.mark.parametrize("limit", [0, 101])
def test_limit_out_of_range(keys, limit):
    with pytest.raises(KmsError, match="must be 1 to 100"):
        keys.list_aliases({"Limit": limit})


def test_wrong_marker(keys):
    with pytest.raises(KmsError) as caught:
        keys.list_aliases({"Marker": "next, please"})
    assert caught.value.code == "InvalidMarkerException"


@pytest.mark.parametrize("part", ["TargetKeyId", "AliasName", "AliasArn"])
def test_key_is_found_by_id_arn_and_alias(keys, part):
    alias = keys.list_aliases({"Limit": 100})["Aliases"][12]
    metadata = keys.describe_key({"KeyId": alias[part]})["KeyMetadata"]
    assert metadata["KeyId"] == alias["TargetKeyId"]
    assert keys.describe_key({"KeyId": metadata["Arn"]})["KeyMetadata"] == metadata


@pytest.mark.parametrize("reference", ["alias/key-00230", "alias/none", "1234", "alias/aws/s3"])
def test_unknown_key(keys, reference):
    with pytest.raises(KmsError) as caught:
        keys.describe_key({"KeyId": reference})
    assert caught.value.code == "NotFoundException"


def test_every_seventh_key_is_disabled(keys):
    states = [
        keys.describe_key({"KeyId": f"alias/key-{n:05}"})["KeyMetadata"]["KeyState"]
        for n in range(14)
    ]
    assert states == (["Disabled"] + ["Enabled"] * 6) * 2


def test_aliases_of_one_key(keys):
    key = keys.describe_key({"KeyId": "alias/key-00003"})["KeyMetadata"]["KeyId"]
    assert [alias["AliasName"] for alias in keys.list_aliases({"KeyId": key})["Aliases"]] == [
        "alias/key-00003"
    ]


def test_boto3_reads_twenty_thousand(kms_pages):
    kms = kms_pages(20_000).server.client("kms")
    pages = kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 100})
    counts = [len(page["Aliases"]) for page in pages]
    assert len(counts) == 201
    assert sum(counts) == 20_002


def test_operation_can_be_denied(kms_pages):
    kms = kms_pages(1, denied=("ListAliases",)).server.client("kms")
    with pytest.raises(ClientError, match="not authorized to perform: kms:ListAliases"):
        kms.list_aliases()
    assert kms.describe_key(KeyId="alias/key-00000")
