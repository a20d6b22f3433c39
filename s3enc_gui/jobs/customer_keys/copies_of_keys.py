"""Customer-provided keys (SSE-C) that are typed, pasted or chosen as a file, and their copies."""

from __future__ import annotations

from dataclasses import field

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.customer_keys.customer_key import (
    CustomerKey,
    is_key_sheet,
    parse_customer_key,
)
from s3enc_gui.domain.customer_keys.known_key import KnownKey, wrong_key_error
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.manage_keys import StoredKey, write_sheet
from s3enc_gui.store.customer_keys.key_sheet_file import read_key_file


@dataclass(frozen=True, slots=True)
class KeyCopy:
    """Where a key is: in a file, or typed. What was typed is in no repr."""

    path: str = ""
    typed: str = field(default="", repr=False)

    def read(self) -> CustomerKey:
        """Return the key. Raises AppError, which quotes nothing of it."""
        return read_key_file(self.path) if self.path else parse_customer_key(self.typed.encode())

    @property
    def is_copy(self) -> bool:
        """Whether the key is kept there: in the file, or on the sheet that it was typed from."""
        return bool(self.path) or is_key_sheet(self.typed)


@dataclass(frozen=True, slots=True)
class AddKey:
    """Add a key that exists already.

    One that was pasted is in no file yet: its key sheet is written to `sheet`, and read back.
    """

    name: str
    copy: KeyCopy
    sheet: str = ""

    def run(self, context: Context) -> StoredKey:
        """Return it. Raises AppError; then nothing has changed."""
        keys, key = context.services.customer_keys, self.copy.read()
        if not any(one.md5 == key.md5 and one.name == self.name for one in keys.known()):
            keys.check_free(self.name)
        if self.sheet:
            write_sheet(self.sheet, self.name, key)
        elif not self.copy.is_copy:
            raise AppError(
                text("The key needs a file"),
                text("A key that was pasted is in no file that S3enc has read back."),
                text("Save its key sheet."),
                code="KeyNotExported",
            )
        in_keyring = keys.add(self.name, key, now(), copied=True)
        context.services.aws_sessions.forget_key(key.md5)
        return StoredKey(keys.find(key.md5), in_keyring)


@dataclass(frozen=True, slots=True)
class CheckCopy:
    """Check that a copy has a key; one that the keyring has lost is there again."""

    md5: str
    copy: KeyCopy

    def run(self, context: Context) -> StoredKey:
        """Return the key. Raises AppError for another one."""
        keys = context.services.customer_keys
        known, key = keys.find(self.md5), self.copy.read()
        if key.md5 != known.md5:
            raise wrong_key_error(known.md5)
        in_keyring = keys.add(known.name, key, now(), copied=self.copy.is_copy)
        context.services.aws_sessions.forget_key(key.md5)
        return StoredKey(keys.find(known.md5), in_keyring)


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key with the number of objects whose receipts name it; not `here`: it must be added."""

    known: KnownKey
    objects: int
    here: bool


@dataclass(frozen=True, slots=True)
class ReadKeyList:
    """List the keys with what is known of each; asks no keyring."""

    def run(self, context: Context) -> tuple[ListedKey, ...]:
        """Return them, by name. Raises AppError where the journal can't be read."""
        services = context.services
        keys = services.customer_keys.known()
        counts = services.journal.count_by_key([one.md5 for one in keys])
        return tuple(
            ListedKey(one, counts.get(one.md5, 0), services.customer_keys.is_here(one))
            for one in keys
        )


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Give a key another name."""

    key: str
    name: str

    def run(self, context: Context) -> KnownKey:
        """Return it. Raises AppError for a name that another key has."""
        keys = context.services.customer_keys
        md5 = keys.find(self.key).md5
        keys.rename(md5, self.name)
        return keys.find(md5)
