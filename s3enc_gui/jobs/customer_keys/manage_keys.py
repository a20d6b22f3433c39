"""Create, import, export, list and remove customer-provided keys (SSE-C)."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.customer_keys.known_key import KnownKey
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.customer_keys.key_sheet_file import read_key_file, write_key_sheet
from s3enc_gui.wording.customer_keys.key_sheet import sheet_for


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key that was created or imported. Not `in_keyring`: it is in memory for this run only."""

    known: KnownKey
    in_keyring: bool


@dataclass(frozen=True, slots=True)
class CreateKey:
    """Generate a key. Its key sheet is written and read back before the key is in the list."""

    name: str
    sheet: str

    def run(self, context: Context) -> StoredKey:
        """Return it. Raises AppError; then there is neither a key nor a file."""
        keys = context.services.customer_keys
        keys.check_free(self.name)
        key = CustomerKey.generated()
        write_sheet(self.sheet, self.name, key)
        in_keyring = keys.add(self.name, key, now(), copied=True)
        return StoredKey(keys.find(key.md5), in_keyring)


@dataclass(frozen=True, slots=True)
class ExportKey:
    """Write a key's sheet to a new file, and read it back."""

    name: str
    sheet: str

    def run(self, context: Context) -> KnownKey:
        """Return the key. Raises AppError; then there is no file."""
        keys = context.services.customer_keys
        known = keys.find(self.name)
        write_sheet(self.sheet, known.name, keys.key(known.md5))
        keys.note_copy(known.md5, now())
        return keys.find(known.md5)


@dataclass(frozen=True, slots=True)
class ListKeys:
    """List the keys, by name, without the keys themselves."""

    def run(self, context: Context) -> tuple[KnownKey, ...]:
        """Return them."""
        return context.services.customer_keys.known()


@dataclass(frozen=True, slots=True)
class CountObjects:
    """Count the objects that are known to need a key: those of the history's receipts."""

    name: str

    def run(self, context: Context) -> tuple[KnownKey, int]:
        """Return the key and the number. Raises AppError."""
        known = context.services.customer_keys.find(self.name)
        return known, context.services.journal.count_receipts(receipts_with(known.md5))


@dataclass(frozen=True, slots=True)
class RemoveKey:
    """Remove a key from the list and the keyring; its copies stay."""

    name: str

    def run(self, context: Context) -> KnownKey:
        """Return what was removed. Raises AppError."""
        services = context.services
        known = services.customer_keys.find(self.name)
        services.customer_keys.remove(known.md5)
        services.aws_sessions.forget_key(known.md5)
        return known


@dataclass(frozen=True, slots=True)
class UseKeyFile:
    """Keep the key of a file in memory, for this run."""

    path: str

    def run(self, context: Context) -> str:
        """Return its MD5. Raises AppError."""
        key = read_key_file(self.path)
        context.services.customer_keys.hold(key)
        return key.md5


def receipts_with(md5: str) -> ReceiptQuery:
    """Return the query for the receipts of objects that need a key."""
    return ReceiptQuery(kms_key=md5)


def write_sheet(path: str, name: str, key: CustomerKey) -> None:
    """Write a key sheet, a page if the file's name ends with `.html`, and read it back."""
    write_key_sheet(path, sheet_for(path, name, key), key)
