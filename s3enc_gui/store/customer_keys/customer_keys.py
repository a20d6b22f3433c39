"""The customer-provided keys of this user: the list in a file, the keys in the keyring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey, parse_customer_key
from s3enc_gui.domain.customer_keys.key_names import KEY_NAMES
from s3enc_gui.domain.customer_keys.known_key import (
    KnownKey,
    check_name,
    name_taken_error,
    unknown_key_error,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.times import iso_time
from s3enc_gui.i18n import text
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.files.json_file import JsonFile, dict_of
from s3enc_gui.store.paths import customer_keys_path

SERVICE = "s3enc customer-provided keys"
"""Under this name, keyrings show the keys: apart from connections, whose removal removes none."""


class CustomerKeys:
    """Named keys, found by their MD5. The file has names, MD5s and buckets, never a key.

    Thread-safe; calls that use the keyring block. A key that the keyring doesn't take stays in
    memory until the program ends.
    """

    def __init__(self, path: Path | None = None, secrets: Secrets | None = None) -> None:
        self._file = JsonFile(path or customer_keys_path())
        self._secrets = secrets or Secrets(service=SERVICE)
        self._held: dict[str, CustomerKey] = {}

    def known(self) -> tuple[KnownKey, ...]:
        """Return the keys of the list, by name; texts have these names from now on."""
        found = (_known_key(md5, one) for md5, one in self._file.read().items())
        keys = tuple(sorted((one for one in found if one), key=lambda one: one.name.casefold()))
        KEY_NAMES.use(keys)
        return keys

    def find(self, name: str) -> KnownKey:
        """Return the key with this name or MD5. Raises AppError where there is none."""
        for one in self.known():
            if name in (one.name, one.md5):
                return one
        raise unknown_key_error(name)

    def key(self, md5: str) -> CustomerKey:
        """Return a key. Raises AppError where it isn't on this computer, or the keyring is locked.

        What the keyring returns must have this MD5.
        """
        if md5 in self._held:
            return self._held[md5]
        stored = self._secrets.get_text(md5)
        if stored is not None:
            key = parse_customer_key(stored.encode())
            if key.md5 == md5:
                return key
        names = [one.name for one in self.known() if one.md5 == md5]
        raise unknown_key_error(names[0] if names else md5)

    def hold(self, key: CustomerKey) -> None:
        """Keep a key in memory for this run: the user has it in a file."""
        self._held[key.md5] = key

    def is_here(self, known: KnownKey) -> bool:
        """Whether a key can be used without being added again, as far as known; doesn't block."""
        is_in_memory = self._secrets.is_in_memory(known.md5)
        return known.in_keyring or is_in_memory or known.md5 in self._held

    def is_held(self, md5: str) -> bool:
        """Whether a key came from a file of the user's, in this run."""
        return md5 in self._held

    def add(self, name: str, key: CustomerKey, now: datetime, *, copied: bool) -> bool:
        """Add a key, or rename one that is known; return whether it is in the keyring.

        `copied`: a copy was read back. Raises AppError for a name that another key has.
        """
        check_name(name)
        with self._changing() as content:
            _check_free(name, key.md5, content)
            in_keyring = self._secrets.set_text(key.md5, key.base64)
            known = _known_key(key.md5, content.get(key.md5)) or KnownKey(name, key.md5, now)
            copied_at = now if copied else known.copied
            known = replace(known, name=name, copied=copied_at, in_keyring=in_keyring)
            content[key.md5] = _document(known)
        return in_keyring

    def check_free(self, name: str) -> None:
        """Raise AppError for a name that no key can have, or another key has."""
        check_name(name)
        _check_free(name, "", self._file.read())

    def rename(self, md5: str, name: str) -> None:
        """Give a key another name. Raises AppError for a name that another key has."""
        check_name(name)
        with self._changing() as content:
            _check_free(name, md5, content)
            if known := _known_key(md5, content.get(md5)):
                content[md5] = _document(replace(known, name=name))

    def note_copy(self, md5: str, now: datetime) -> None:
        """Record that a copy of a key was written and read back. Raises AppError."""
        self._change(md5, lambda known: replace(known, copied=now))

    def note_bucket(self, md5: str, bucket: str) -> None:
        """Record that objects in a bucket (see `bucket_name`) need a key. Raises AppError."""
        known = next((one for one in self.known() if one.md5 == md5), None)
        if known and bucket not in known.buckets:
            self._change(md5, lambda one: replace(one, buckets=(*one.buckets, bucket)))

    def remove(self, md5: str) -> None:
        """Remove a key from the keyring and the list. Raises AppError."""
        self._secrets.delete(md5)
        self._held.pop(md5, None)
        with self._changing() as content:
            content.pop(md5, None)

    def hurry(self) -> None:
        """The program ends: see `Secrets.hurry`."""
        self._secrets.hurry()

    def _change(self, md5: str, change: Any) -> None:  # noqa: ANN401 - from KnownKey to KnownKey
        with self._changing() as content:
            known = _known_key(md5, content.get(md5))
            if known:
                content[md5] = _document(change(known))

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        try:
            with self._file.changing() as content:
                yield content
        except OSError as error:
            raise AppError(
                text("Can't save the list of customer-provided keys"),
                f"{error.strerror or error}.",
                text("Free up disk space, or check your permissions for S3enc's data folder."),
                code="KeysNotSaved",
            ) from error


def _check_free(name: str, own: str, content: dict[str, Any]) -> None:
    for md5, one in content.items():
        if md5 != own and dict_of(one).get("name") == name:
            raise name_taken_error(name)


def _document(known: KnownKey) -> dict[str, object]:
    return {
        "name": known.name,
        "created": known.created.isoformat() if known.created else None,
        "copied": known.copied.isoformat() if known.copied else None,
        "buckets": list(known.buckets),
        "in_keyring": known.in_keyring,
    }


def _known_key(md5: str, entry: object) -> KnownKey | None:
    """Return an entry; None where it can't be read."""
    plain = dict_of(entry)
    name, buckets = plain.get("name"), plain.get("buckets")
    if not isinstance(name, str):
        return None
    listed = buckets if isinstance(buckets, list) else []
    return KnownKey(
        name,
        md5,
        iso_time(plain.get("created")),
        iso_time(plain.get("copied")),
        tuple(one for one in listed if isinstance(one, str)),
        plain.get("in_keyring") is not False,
    )
