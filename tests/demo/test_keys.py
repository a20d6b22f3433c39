from __future__ import annotations

import pytest
from botocore.exceptions import ClientError


@pytest.fixture(scope="module")
def aliases(kms):
    pages = kms.get_paginator("list_aliases").paginate()
    return {alias["AliasName"]: alias for page in pages for alias in page["Aliases"]}


def test_own_aliases_name_their_keys(aliases, arn_of):
    own = {name for name in aliases if not name.startswith("alias/aws/")}
    assert own == {
        f"alias/{name}" for name in ("test_key", "invoices", "old-key", "leaving", "signing")
    }
    assert aliases["alias/test_key"]["TargetKeyId"] in arn_of("test_key")


def test_aws_aliases_have_no_key_before_first_use(client_of):
    aliases = client_of("kms", "eu-west-1").list_aliases()["Aliases"]
    assert "alias/aws/s3" in [alias["AliasName"] for alias in aliases]
    assert not [alias for alias in aliases if "TargetKeyId" in alias]


def test_aliases_are_paginated(kms, aliases):
    pages = list(kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 4}))
    assert len(pages) > 1
    assert sum(len(page["Aliases"]) for page in pages) == len(aliases)


def test_aws_managed_key(kms):
    key = kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]
    assert key["KeyManager"] == "AWS"
    assert key["Description"].startswith("Default key that protects my S3 objects")


@pytest.mark.parametrize(
    ("alias", "state", "usage"),
    [
        ("test_key", "Enabled", "ENCRYPT_DECRYPT"),
        ("old-key", "Disabled", "ENCRYPT_DECRYPT"),
        ("leaving", "PendingDeletion", "ENCRYPT_DECRYPT"),
        ("signing", "Enabled", "SIGN_VERIFY"),
    ],
)
def test_states_of_the_sample_keys(kms, alias, state, usage):
    key = kms.describe_key(KeyId=f"alias/{alias}")["KeyMetadata"]
    assert (key["KeyState"], key["KeyUsage"], key["KeyManager"]) == (state, usage, "CUSTOMER")


def test_one_key_has_no_alias(kms, aliases):
    named = {alias.get("TargetKeyId") for alias in aliases.values()}
    unnamed = [key for key in kms.list_keys()["Keys"] if key["KeyId"] not in named]
    assert len(unnamed) == 1


def test_overseas_key_is_not_here(client_of, kms):
    assert client_of("kms", "us-east-1").describe_key(KeyId="alias/overseas")
    with pytest.raises(ClientError, match="NotFoundException"):
        kms.describe_key(KeyId="alias/overseas")
