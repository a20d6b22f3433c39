from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    Place,
    ProfileSource,
    SavedConnection,
)
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import (
    UNMANAGED,
    AllowedEncryption,
    ManagedSettings,
)

KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
ARN = f"arn:aws:kms:eu-west-1:111122223333:key/{KEY_ID}"
OTHER = ARN.replace("1234abcd", "ffffffff")
KMS = Encryption.SSE_KMS
PRESET = SavedConnection("Work", ProfileSource("work"), Place("eu-west-1"), id="managed-work")


def managed(*encryption, **more):
    return ManagedSettings("/etc/s3enc/policy.json", encryption=encryption or None, **more)


@pytest.mark.parametrize(
    ("listed", "key", "allowed"),
    [
        (ARN, ARN, True),
        (ARN, KEY_ID, True),
        (KEY_ID, ARN, True),
        (ARN, OTHER, False),
        (ARN, None, False),
        (ARN, "alias/mine", False),
        ("alias/mine", "alias/mine", True),
        ("alias/mine", "arn:aws:kms:eu-west-1:111122223333:alias/mine", False),  # of one account
        ("aws/s3", None, True),
        ("aws/s3", "alias/aws/s3", True),
        ("alias/aws/s3", None, True),
        ("my-key", "my-key", True),
        ("key/my-key", "my-key", False),  # another server's names
    ],
)
def test_a_key_is_compared_by_what_it_means(listed, key, allowed):
    settings = managed(AllowedEncryption(KMS, (listed,)))
    assert settings.allows_choice(KMS, key) is allowed


def test_an_alias_is_allowed_if_its_key_is():
    settings = managed(AllowedEncryption(KMS, (ARN,)))
    settings.check_encryption(EncryptionChoice(KMS, "alias/mine"), ARN)
    with pytest.raises(AppError):
        settings.check_encryption(EncryptionChoice(KMS, "alias/mine"), OTHER)


def choice_of(kind):
    return EncryptionChoice(kind, customer_key="md5" if kind is Encryption.SSE_C else None)


@pytest.mark.parametrize("kind", Encryption)
def test_kinds(kind):
    settings = managed(AllowedEncryption(Encryption.SSE_S3))
    assert settings.allows_kind(kind) is (kind is Encryption.SSE_S3)
    if kind is Encryption.SSE_S3:
        settings.check_encryption(EncryptionChoice(kind))
        settings.check_request(kind.value, None)
    else:
        with pytest.raises(AppError) as refused:
            settings.check_encryption(choice_of(kind))
        assert refused.value.code == "PolicyForbids"
        assert refused.value.detail.endswith("Allowed: AES256.")
        assert refused.value.hint == "Set by your administrator in /etc/s3enc/policy.json."


@pytest.mark.parametrize(
    ("algorithm", "key", "allowed"),
    [
        (None, None, False),
        ("AES256", None, False),
        ("aws:kms", ARN, True),
        ("aws:kms", None, False),
        ("aws:kms:dsse", ARN, False),
        ("aws:new", ARN, False),
    ],
)
def test_requests(algorithm, key, allowed):
    settings = managed(AllowedEncryption(KMS, (ARN,)))
    if allowed:
        settings.check_request(algorithm, key)
    else:
        with pytest.raises(AppError, match="PolicyForbids"):
            settings.check_request(algorithm, key)


def test_the_keys_that_the_wizard_offers():
    settings = managed(
        AllowedEncryption(KMS, (ARN,)),
        AllowedEncryption(KMS, ("aws/s3",)),
        AllowedEncryption(Encryption.DSSE_KMS),
    )
    assert settings.keys_of(KMS) == (ARN, "aws/s3")
    assert settings.keys_of(Encryption.DSSE_KMS) is None


CONNECTION = PRESET.connection


@pytest.mark.parametrize(
    ("connection", "allowed"),
    [
        (CONNECTION, True),
        (replace(CONNECTION, region="us-east-1"), True),
        (replace(CONNECTION, requester_pays=True), True),
        (replace(CONNECTION, fips=True), True),
        (replace(CONNECTION, older_server=True), False),
        (replace(CONNECTION, bucket="one"), True),
        (replace(CONNECTION, endpoint_url="https://evil.example"), False),
        (replace(CONNECTION, anonymous=True), False),
        (replace(CONNECTION, profile="own"), False),
        (replace(CONNECTION, credentials=None), False),
        (replace(CONNECTION, credentials="own"), False),
        (Connection(), False),
        (Connection(profile="work"), False),
        (Connection(anonymous=True), False),
    ],
)
def test_only_the_administrators_connections(connection, allowed):
    settings = managed(connections=(PRESET,), only_connections=True)
    if allowed:
        settings.check_connection(connection)
    else:
        with pytest.raises(AppError, match=r"“Work”.*Set by your administrator"):
            settings.check_connection(connection)
    managed(connections=(PRESET,)).check_connection(connection)


def test_an_anonymous_preset():
    public = SavedConnection("Public", AnonymousSource(), id="managed-public")
    settings = managed(connections=(public,), only_connections=True)
    settings.check_connection(public.connection)
    with pytest.raises(AppError):
        settings.check_connection(Connection(anonymous=True))


def test_without_a_policy_everything_is_allowed():
    UNMANAGED.check_connection(Connection(endpoint_url="http://anywhere"))
    UNMANAGED.check_endpoint("http://anywhere")
    UNMANAGED.check_list()
    UNMANAGED.check_request(None, None)
    for kind in Encryption:
        UNMANAGED.check_encryption(choice_of(kind))
