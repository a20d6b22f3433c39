"""The names of customer-provided keys (SSE-C), for texts that know only their MD5."""

from __future__ import annotations

from collections.abc import Iterable

from s3enc_gui.domain.customer_keys.known_key import KnownKey


class KeyNames:
    """The names by MD5; S3 reports the MD5 of an object's key, receipts and settings have it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def use(self, keys: Iterable[KnownKey]) -> None:
        """Use the names of this list from now on."""
        self._names = {one.md5: one.name for one in keys}

    def of(self, md5: str) -> str:
        """Return the name of a key; empty if it isn't in the list."""
        return self._names.get(md5, "")


KEY_NAMES = KeyNames()
"""The names of this process, as the list of keys was read last."""
