"""KMS keys: resolves references, checks whether S3 can use a key, lists aliases."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable
from typing import Any

from moto.kms.models import Key, KmsBackend, kms_backends
from moto.kms.responses import KmsResponse
from moto.kms.utils import RESERVED_ALIASE_TARGET_KEY_IDS
from moto.s3.exceptions import S3ClientError
from moto.utilities.utils import get_partition

from s3enc_gui.demo.patching import Patcher
from s3enc_gui.regex import regex

AWS_S3_ALIAS = "alias/aws/s3"

_KEY_ID = regex(r"(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z")
_S3_KEY_DESCRIPTION = "Default key that protects my S3 objects when no other key is defined"
_first_use = threading.Lock()


def usable_key(account_id: str, region: str, reference: str) -> Key:
    """The key that `reference` (ID, ARN, alias, alias ARN) refers to in the bucket's `region`.

    Raises S3's errors with KMS's messages: `KMS.NotFoundException`, `KMS.DisabledException`,
    `KMS.KMSInvalidStateException`, `KMS.InvalidKeyUsageException`.
    """
    key = _find(account_id, region, reference)
    check_state(key)
    usage = key.key_usage or "ENCRYPT_DECRYPT"  # the default of CreateKey; moto leaves it empty
    if usage != "ENCRYPT_DECRYPT" or key.key_spec != "SYMMETRIC_DEFAULT":
        raise S3ClientError(
            "KMS.InvalidKeyUsageException",
            f"{key.arn} key usage is {key.key_usage} which is not valid for GenerateDataKey.",
        )
    return key


def check_state(key: Key) -> None:
    """Raise S3's error for a key that is disabled or pending deletion."""
    if key.key_state == "Disabled":
        raise S3ClientError("KMS.DisabledException", f"{key.arn} is disabled.")
    if key.key_state == "PendingDeletion":
        raise S3ClientError("KMS.KMSInvalidStateException", f"{key.arn} is pending deletion.")


def key_of_arn(arn: str) -> Key | None:
    """The key with this ARN, None if it doesn't exist."""
    _, _, _, region, account_id, resource = arn.split(":", 5)
    return kms_backends[account_id][region].keys.get(resource.removeprefix("key/"))


def _find(account_id: str, region: str, reference: str) -> Key:
    arn_start = f"arn:{get_partition(region)}:kms:{region}:{account_id}:"
    name = reference
    if reference.startswith("arn:"):
        parts = reference.split(":", 5)
        if len(parts) != 6 or parts[2] != "kms":
            raise _not_found(f"Invalid keyId '{reference}'")
        if parts[3] != region:
            raise _not_found(f"Invalid arn {parts[3]}")
        if parts[4] != account_id:
            raise _not_found(f"Key '{reference}' does not exist")
        name = parts[5].removeprefix("key/")
    backend = kms_backends[account_id][region]
    if name.startswith("alias/"):
        return _find_alias(backend, name, arn_start)
    key = backend.keys.get(name)
    if key is None and _KEY_ID.match(name):
        raise _not_found(f"Key '{arn_start}key/{name}' does not exist")
    if key is None:
        raise _not_found(f"Invalid keyId '{reference}'")
    return key


def _find_alias(backend: KmsBackend, alias: str, arn_start: str) -> Key:
    if alias == AWS_S3_ALIAS or alias not in RESERVED_ALIASE_TARGET_KEY_IDS:
        # AWS creates aws/s3 on first use; the lock keeps concurrent uploads from creating it twice.
        with _first_use:
            key_id = backend.get_key_id_from_alias(alias)
        if key_id is not None:
            return backend.keys[key_id]
    raise _not_found(f"Alias {arn_start}{alias} is not found.")


def _not_found(message: str) -> S3ClientError:
    return S3ClientError("KMS.NotFoundException", message)


def install(patcher: Patcher) -> None:
    """Mark AWS managed keys as such; list aliases in pages, unused AWS ones without a key."""
    patcher.wrap(KmsBackend, "_generate_default_keys", _aws_managed)
    patcher.wrap(KmsResponse, "list_aliases", _list_aliases)


def _aws_managed(original: Callable[..., str | None]) -> Callable[..., str | None]:
    @functools.wraps(original)
    def generate(self: KmsBackend, alias_name: str) -> str | None:
        key_id = original(self, alias_name)
        if key_id is not None:
            key = self.keys[key_id]
            key.key_manager = "AWS"
            if alias_name == AWS_S3_ALIAS:
                key.description = _S3_KEY_DESCRIPTION
        return key_id

    return generate


def _list_aliases(original: Callable[..., str]) -> Callable[..., str]:
    @functools.wraps(original)
    def list_aliases(self: KmsResponse) -> str:
        aliases: list[dict[str, Any]] = json.loads(original(self))["Aliases"]
        for alias in aliases:
            # moto invents a key ID for predefined aliases; AWS has none before first use.
            if alias["TargetKeyId"] == RESERVED_ALIASE_TARGET_KEY_IDS.get(alias["AliasName"]):
                del alias["TargetKeyId"]
        aliases.sort(key=lambda alias: str(alias["AliasName"]))
        start = int(self._get_param("Marker") or 0)
        end = start + int(self._get_param("Limit") or 50)
        page: dict[str, Any] = {"Aliases": aliases[start:end], "Truncated": end < len(aliases)}
        if page["Truncated"]:
            page["NextMarker"] = str(end)
        return json.dumps(page)

    return list_aliases
