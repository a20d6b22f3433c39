"""KMS: which keys there are, and what a name stands for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.encryption.object_details import KeyFacts
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

PAGE = 100  # the most that ListAliases gives at once

# Answers that mean "you may not ask", as against "there is no such key".
DENIED = frozenset({"AccessDeniedException", "AccessDenied"})
NOT_FOUND = frozenset({"NotFoundException", "KMS.NotFoundException"})


@contextmanager
def _understood(**subject: str) -> Iterator[None]:
    """Raise AppError for errors, and for answers that are none of KMS.

    An endpoint that speaks S3 alone is asked about keys too, and may answer anything.
    """
    with translated(**subject):
        try:
            yield
        except (AttributeError, LookupError, TypeError) as error:
            raise unreadable("KMS") from error


def alias_pages(client: KMSClient) -> Iterator[list[KeyAlias]]:
    """Yield the caller's own aliases page by page, to the last (ListAliases).

    Left out: aliases of AWS managed keys, which S3 does not take, and aliases without a key.
    """
    with _understood():
        for page in _pages(client):
            yield [
                KeyAlias(entry["AliasName"], entry["TargetKeyId"])
                for entry in page
                if entry.get("TargetKeyId") and not entry["AliasName"].startswith(AWS_ALIAS_PREFIX)
            ]


def describe(client: KMSClient, name: str) -> KeyDescription:
    """Describe a key (DescribeKey).

    Never for `alias/aws/s3`: describing it creates the key where it does not exist yet. Raises
    AppError, with code NotFoundException where there is no such key.
    """
    return describe_fully(client, name)[0]


def describe_fully(client: KMSClient, name: str) -> tuple[KeyDescription, KeyFacts]:
    """Describe a key, and what is to be told of one that guards an object; as `describe`."""
    if name.endswith(AWS_S3_ALIAS):
        raise ValueError(name)
    with _understood(key_name=name):
        metadata: Any = client.describe_key(KeyId=name)["KeyMetadata"]
        # Servers that leave usage and spec out mean CreateKey's defaults.
        description = KeyDescription(
            arn=metadata["Arn"],
            key_id=metadata["KeyId"],
            state=metadata.get("KeyState", ""),
            usage=metadata.get("KeyUsage") or "ENCRYPT_DECRYPT",
            spec=metadata.get("KeySpec") or "SYMMETRIC_DEFAULT",
            manager=metadata.get("KeyManager", ""),
            description=metadata.get("Description", ""),
            valid_to=metadata.get("ValidTo"),
        )
        facts = KeyFacts(
            description.state,
            description.manager,
            description.description,
            metadata.get("DeletionDate"),
        )
        return description, facts


def resolve(client: KMSClient, reference: KeyReference) -> str | None:
    """Return the key ARN a name stands for, or None where nobody may say.

    Raises AppError where KMS says that there is no such key.
    """
    if reference.form is KeyForm.KEY_ARN:
        return reference.text
    try:
        return describe(client, reference.text).arn
    except AppError as error:
        if error.code in NOT_FOUND:
            raise
    return _resolved_by_list(client, reference)


def _resolved_by_list(client: KMSClient, reference: KeyReference) -> str | None:
    """Resolve an alias without kms:DescribeKey: the list names its target.

    It is the list of the caller's own account: another account's alias ARN is not in it, though its
    name may be.
    """
    by = "AliasArn" if reference.form is KeyForm.ALIAS_ARN else "AliasName"
    try:
        with _understood():
            for page in _pages(client):
                for entry in page:
                    if entry[by] == reference.text and entry.get("TargetKeyId"):
                        owner = entry["AliasArn"].rsplit(":", 1)[0]
                        return f"{owner}:key/{entry['TargetKeyId']}"
    except AppError:
        pass
    return None


def aliases_of(client: KMSClient, key: str) -> tuple[str, ...]:
    """Return the aliases of a key, none where KMS does not say (ListAliases with KeyId)."""
    key_id = key.rsplit("/", 1)[-1]
    try:
        with _understood():
            return tuple(
                entry["AliasName"]
                for page in _pages(client, KeyId=key)
                for entry in page
                if entry.get("TargetKeyId") == key_id  # several servers ignore the filter
            )
    except AppError:
        return ()


def _pages(client: KMSClient, **params: str) -> Iterator[list[Any]]:
    """Yield ListAliases' pages; stops where a server repeats a marker instead of going on."""
    marker: str | None = None
    while True:
        more: Any = {"Marker": marker} if marker else {}
        answer: Any = client.list_aliases(Limit=PAGE, **more, **params)
        yield answer.get("Aliases", [])
        following = answer.get("NextMarker")
        if not answer.get("Truncated") or not following or following == marker:
            return
        marker = following
