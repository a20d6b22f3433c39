"""KMS keys: listing, describing and resolving them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.encryption.object_details import KeyFacts
from s3enc_gui.domain.error_codes import KMS_DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import (
    AWS_ALIAS_PREFIX,
    AWS_S3_ALIAS,
    KeyAlias,
    KeyDescription,
    KeyForm,
    KeyReference,
)
from s3enc_gui.s3.errors.translation import translated, unreadable

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

PAGE = 100  # entries; the maximum of ListAliases (KMS API Reference)

# Error codes: no permission, no such key.
DENIED = KMS_DENIED
NOT_FOUND = frozenset({"NotFoundException", "KMS.NotFoundException"})


@contextmanager
def _readable(**subject: str) -> Iterator[None]:
    """Raise AppError for errors, and for responses that aren't from KMS.

    An S3-compatible server without a KMS may return anything.
    """
    with translated(**subject):
        try:
            yield
        except (AttributeError, LookupError, TypeError) as error:
            raise unreadable("KMS") from error


def alias_pages(client: KMSClient) -> Iterator[list[KeyAlias]]:
    """Yield the caller's aliases page by page (ListAliases).

    Omits aliases of AWS managed keys, which S3 doesn't accept, and aliases without a key.
    """
    with _readable():
        for page in _pages(client):
            yield [
                KeyAlias(entry["AliasName"], entry["TargetKeyId"])
                for entry in page
                if entry.get("TargetKeyId") and not entry["AliasName"].startswith(AWS_ALIAS_PREFIX)
            ]


def describe(client: KMSClient, name: str) -> KeyDescription:
    """Describe a key (DescribeKey).

    Not for `alias/aws/s3`: describing it creates the key if it doesn't exist yet. Raises AppError,
    with code NotFoundException where the key doesn't exist.
    """
    return describe_fully(client, name)[0]


def describe_fully(client: KMSClient, name: str) -> tuple[KeyDescription, KeyFacts]:
    """Describe a key, with the facts shown for the key of an object; see `describe`."""
    if name.endswith(AWS_S3_ALIAS):
        raise ValueError(name)
    with _readable(key_name=name):
        metadata: Any = client.describe_key(KeyId=name)["KeyMetadata"]
        # S3-compatible servers may omit usage and spec: CreateKey's defaults.
        description = KeyDescription(
            arn=metadata["Arn"],
            key_id=metadata["KeyId"],
            state=metadata.get("KeyState", ""),
            usage=metadata.get("KeyUsage") or "ENCRYPT_DECRYPT",
            spec=metadata.get("KeySpec") or "SYMMETRIC_DEFAULT",
            manager=metadata.get("KeyManager", ""),
            description=metadata.get("Description", ""),
        )
        facts = KeyFacts(
            description.state,
            description.manager,
            description.description,
            metadata.get("DeletionDate"),
        )
        return description, facts


def resolve(client: KMSClient, reference: KeyReference) -> str | None:
    """Return the key ARN that a name refers to, or None without permission to look it up.

    Raises AppError where the key doesn't exist.
    """
    if reference.form is KeyForm.KEY_ARN:
        return reference.text
    try:
        return describe(client, reference.text).arn
    except AppError as error:
        if error.code in NOT_FOUND:
            raise
    return _resolved_by_list(client, reference)


def aws_s3_key(client: KMSClient) -> str | None:
    """Return the ARN of the AWS managed key aws/s3; None: AWS hasn't created it yet.

    By ListAliases: DescribeKey would create it. Raises AppError.
    """
    with _readable():
        for page in _pages(client):
            for entry in page:
                if entry["AliasName"] == AWS_S3_ALIAS and entry.get("TargetKeyId"):
                    owner = entry["AliasArn"].rsplit(":", 1)[0]
                    return f"{owner}:key/{entry['TargetKeyId']}"
    return None


def _resolved_by_list(client: KMSClient, reference: KeyReference) -> str | None:
    """Resolve an alias without kms:DescribeKey, by ListAliases.

    It lists the caller's account only: an alias ARN of another account isn't in it, though an alias
    of the same name may be.
    """
    by = "AliasArn" if reference.form is KeyForm.ALIAS_ARN else "AliasName"
    try:
        with _readable():
            for page in _pages(client):
                for entry in page:
                    if entry[by] == reference.text and entry.get("TargetKeyId"):
                        owner = entry["AliasArn"].rsplit(":", 1)[0]
                        return f"{owner}:key/{entry['TargetKeyId']}"
    except AppError:
        pass
    return None


def aliases_of(client: KMSClient, key: str) -> tuple[str, ...]:
    """Return the aliases of a key (ListAliases with KeyId); empty where KMS returns an error."""
    key_id = key.rsplit("/", 1)[-1]
    try:
        with _readable():
            return tuple(
                entry["AliasName"]
                for page in _pages(client, KeyId=key)
                for entry in page
                if entry.get("TargetKeyId") == key_id  # some servers ignore KeyId
            )
    except AppError:
        return ()


def _pages(client: KMSClient, **params: str) -> Iterator[list[Any]]:
    """Yield the pages of ListAliases; stops where a server repeats a marker."""
    marker: str | None = None
    while True:
        more: Any = {"Marker": marker} if marker else {}
        response: Any = client.list_aliases(Limit=PAGE, **more, **params)
        yield response.get("Aliases", [])
        following = response.get("NextMarker")
        if not response.get("Truncated") or not following or following == marker:
            return
        marker = following
