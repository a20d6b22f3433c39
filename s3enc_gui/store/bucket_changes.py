"""The changes of buckets' settings that can be undone, in a private file of this user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.setting_change import KeptChange, Setting, SettingChange
from s3enc_gui.i18n import text
from s3enc_gui.store.files.json_file import JsonFile

_MOST = 50  # changes of one setting; the oldest are dropped
_LIST = "changes"


class BucketChanges:
    """Keeps what buckets had before each change, the newest last; survives restarts.

    Raises AppError where the file can't be written.
    """

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path)

    def latest(self, server: str, bucket: str, setting: Setting) -> KeptChange | None:
        """Return the change that Undo is about; None: there is none."""
        found = [one for one in self._all() if _is_about(one, server, bucket, setting)]
        return found[-1] if found else None

    def add(self, kept: KeptChange) -> None:
        """Keep a change that is about to be written."""
        with self._changing() as entries:
            change = kept.change
            same = [
                number
                for number, entry in enumerate(entries)
                if (one := _read(entry))
                and _is_about(one, kept.server, change.bucket, change.setting)
            ]
            for number in reversed(same[: max(0, len(same) + 1 - _MOST)]):
                del entries[number]
            entries.append(_document(kept))

    def set_stored(self, kept: KeptChange, stored: str) -> None:
        """Record what the server returned afterwards."""
        with self._changing() as entries:
            entries[:] = [
                _document(replace(kept, stored=stored)) if _read(entry) == kept else entry
                for entry in entries
            ]

    def remove(self, kept: KeptChange) -> None:
        """Forget a change that was undone, or that wasn't made."""
        with self._changing() as entries:
            entries[:] = [entry for entry in entries if _read(entry) != kept]

    def _all(self) -> list[KeptChange]:
        entries = self._file.read().get(_LIST)
        read = map(_read, entries if isinstance(entries, list) else [])
        return [one for one in read if one is not None]

    @contextmanager
    def _changing(self) -> Iterator[list[Any]]:
        try:
            with self._file.changing() as content:
                entries = content.get(_LIST)
                content[_LIST] = entries = entries if isinstance(entries, list) else []
                yield entries
        except OSError as error:
            raise AppError(
                text("Can't keep what is there for Undo"),
                f"{error.strerror or error}.",
                text("Free up disk space, or check your permissions for S3enc's data folder."),
                code="UndoNotKept",
            ) from error


def _is_about(kept: KeptChange, server: str, bucket: str, setting: Setting) -> bool:
    return (kept.server, kept.change.bucket, kept.change.setting) == (server, bucket, setting)


def _document(kept: KeptChange) -> dict[str, object]:
    change = kept.change
    return {
        "server": kept.server,
        "bucket": change.bucket,
        "setting": change.setting.value,
        "before": change.before,
        "after": change.after,
        "stored": kept.stored,
        "time": kept.time,
    }


def _read(entry: Any) -> KeptChange | None:  # noqa: ANN401 - any JSON value
    """Return an entry; None for one of another version."""
    try:
        change = SettingChange(
            entry["bucket"], Setting(entry["setting"]), entry["before"], entry["after"]
        )
        kept = KeptChange(entry["server"], change, entry["time"], entry["stored"])
    except (LookupError, TypeError, ValueError):
        return None
    values = (change.bucket, change.before, change.after, kept.server, kept.time)
    return kept if all(isinstance(one, str) for one in values) else None
