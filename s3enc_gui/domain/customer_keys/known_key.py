"""What S3enc knows of a customer-provided key, without the key."""

from __future__ import annotations

from datetime import datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text

NEEDS_KEY = frozenset({"CustomerKey", "OtherCustomerKey"})
"""Codes of the errors of objects that can be read with another key (SSE-C) than those tried."""
MAX_NAME = 100  # characters; shown in lists and menus


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key by its name and MD5 (Base64); the key itself is in the keyring.

    `copied` is when a copy was written and read back (with a time zone), None: never. `buckets`
    are those that objects were uploaded to with this key, as `endpoint|bucket`. `in_keyring`:
    whether the keyring took it; otherwise it was in memory only.
    """

    name: str
    md5: str
    created: datetime | None = None
    copied: datetime | None = None
    buckets: tuple[str, ...] = ()
    in_keyring: bool = True

    @property
    def has_copy(self) -> bool:
        """Whether there is a copy that was read back."""
        return self.copied is not None


def check_name(name: str) -> None:
    """Raise AppError for a name that can't be shown, or is empty."""
    if not name.strip() or name != name.strip() or len(name) > MAX_NAME or not name.isprintable():
        raise AppError(
            text("The key needs a name"),
            text("A name has 1 to {limit} characters, and no line breaks.", limit=MAX_NAME),
            text("For example: invoices 2026."),
            code="InvalidKeyName",
        )


def bucket_name(endpoint_url: str | None, bucket: str) -> str:
    """Return how `KnownKey.buckets` names a bucket; buckets of other servers differ."""
    return f"{endpoint_url or ''}|{bucket}"


def bucket_text(name: str) -> str:
    """Return the name of a bucket (see `bucket_name`) to show, with its server if it has one."""
    endpoint_url, _, bucket = name.partition("|")
    return f"{bucket} ({endpoint_url})" if endpoint_url else bucket


def name_taken_error(name: str) -> AppError:
    """Return the error for a name that another key has."""
    return AppError(
        text("There is a key with this name"),
        text("“{name}” is another key.", name=name),
        text("Choose another name."),
        code="KeyNameTaken",
    )


def wrong_key_error(md5: str) -> AppError:
    """Return the error for a copy that has another key than the one with this MD5."""
    return AppError(
        text("This is another key"),
        text("Its MD5 isn't {md5}.", md5=md5),
        text("Choose the file or the key sheet of this key."),
        code="OtherKeyInFile",
    )


def no_copy_error(name: str) -> AppError:
    """Return the error for an upload with a key of which there is no copy."""
    return AppError(
        text("There is no copy of the key yet"),
        text(
            "Without the key “{name}”, nobody can read the objects again, not even AWS. S3enc"
            " uploads only after a copy of the key was written and read back.",
            name=name,
        ),
        text("Export the key first: Keys… in the File menu, or s3enc keys export."),
        code="KeyNotExported",
    )


def unknown_key_error(name: str) -> AppError:
    """Return the error for a key that isn't known on this computer."""
    return AppError(
        text("The customer-provided key isn't on this computer"),
        text("No key has the name or MD5 “{name}”.", name=name),
        text("Add it from its file or key sheet: Keys… in the File menu, or s3enc keys import."),
        code="CustomerKeyUnknown",
    )


def blocked_error(bucket: str) -> AppError:
    """Return the error for a bucket that refuses SSE-C (`BlockedEncryptionTypes`)."""
    return AppError(
        text("The bucket blocks SSE-C"),
        text("“{bucket}” accepts no objects with customer-provided keys.", bucket=bucket),
        text("Choose SSE-KMS. The bucket's owner can also allow SSE-C again."),
        code="EncryptionBlocked",
    )


def other_key_error(key: str) -> AppError:
    """Return the error for an object that was stored with another key than the one sent."""
    return AppError(
        text("The object has a different SSE-C key"),
        text("“{key}” was stored with another customer-provided key.", key=key),
        text("Use the key that it was stored with."),
        code="OtherCustomerKey",
    )
