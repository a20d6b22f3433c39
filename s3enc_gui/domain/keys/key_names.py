"""Names of KMS keys, as different servers report them for the same key.

AWS reports a key ARN. MinIO's names have no form, and it reports them after `arn:aws:kms:`. Ceph
and Yandex report the name as it was requested, IBM a CRN, others the key ID.
"""

from __future__ import annotations

from s3enc_gui.domain.keys.kms_key import bare_name, is_key_id

_KEY = ":key/"  # before the key ID in a key ARN


def is_plain(key: str) -> bool:
    """Whether a name refers to nothing else, as AWS's do: ARNs, key IDs and aliases."""
    is_arn = key.startswith("arn:") and key.count(":") >= 5
    return not (is_arn or key.startswith("alias/") or is_key_id(key))


def key_id_of(key: str) -> str:
    """Return the key ID in an ARN; any other name without the prefix that MinIO puts before it."""
    if key.startswith("arn:") and _KEY in key:
        return key.rpartition(_KEY)[2]
    return bare_name(key)


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are equal, with or without `arn:aws:kms:`."""
    return bare_name(one) == bare_name(other)


def is_named(name: str, reported: str) -> bool | None:
    """Whether a server that reports `reported` means the key `name`; None: can't tell.

    A key ID is unique: an ARN that ends with it is the ARN of that key. Plain names refer to
    nothing else, so different ones are different keys.
    """
    if is_same_name(name, reported) or reported.endswith(f"{_KEY}{bare_name(name)}"):
        return True
    return False if is_plain(name) and is_plain(reported) else None
