"""Resolving key names without kms:DescribeKey."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.keys.kms_key import parse_key_reference
from s3enc_gui.s3.kms import keys

KEY_ID = "0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
OWN = "arn:aws:kms:eu-west-1:111122223333"
OTHER = "arn:aws:kms:eu-west-1:444455556666"


class ListOnly:
    """A KMS that lists the caller's aliases and describes nothing."""

    def list_aliases(self, **_):
        alias = {"AliasName": "alias/x", "AliasArn": f"{OWN}:alias/x", "TargetKeyId": KEY_ID}
        return {"Aliases": [alias], "Truncated": False}

    def describe_key(self, **_):
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DescribeKey")


@pytest.mark.parametrize(
    ("text", "arn"),
    [
        ("alias/x", f"{OWN}:key/{KEY_ID}"),
        (f"{OWN}:alias/x", f"{OWN}:key/{KEY_ID}"),
        (f"{OTHER}:alias/x", None),  # the same name in another account is another key
        ("alias/y", None),
        (KEY_ID, None),
    ],
)
def test_an_alias_is_resolved_by_the_list_of_its_own_account(text, arn):
    client: Any = ListOnly()
    assert keys.resolve(client, parse_key_reference(text)) == arn
