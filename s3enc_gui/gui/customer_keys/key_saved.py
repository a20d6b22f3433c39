"""What is said about a key that was added or exported."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, sentences, text
from s3enc_gui.jobs.customer_keys.manage_keys import StoredKey


def added_message(stored: StoredKey, sheet: str) -> AppError:
    """Return that a key can be used, where its sheet is, and where the keyring didn't take it."""
    known = stored.known
    parts: list[AnyText] = []
    if sheet:
        parts.append(sheet_text(sheet))
    if not stored.in_keyring:
        parts.append(
            text(
                "This computer has no keyring that takes the key: S3enc keeps it until it is"
                " closed, and asks for its file or key sheet afterwards."
            )
        )
    return AppError(
        text("The key “{name}” can be used", name=known.name),
        sentences(*parts) if parts else text("MD5 of the key: {md5}.", md5=known.md5),
        text("Without this key, nobody can read the objects again, not even AWS."),
    )


def exported_message(name: str, sheet: str) -> AppError:
    """Return that the sheet of a key was written."""
    return AppError(
        text("The key “{name}” was exported", name=name),
        sheet_text(sheet),
        text("Keep this sheet where only people who may read the objects can see it."),
    )


def sheet_text(sheet: str) -> AnyText:
    """Return that a key sheet was read back."""
    return text("{file} was read back, and has the key.", file=sheet)
