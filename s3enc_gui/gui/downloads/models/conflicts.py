"""Objects of a download whose files exist already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from s3enc_gui.domain.uploads.transfer import FileFingerprint

ObjectId = tuple[str, str | None]
"""Key and version ID."""

Found = Mapping[str, FileFingerprint | None]
"""What files are now, by path; None: there is no such file any more."""


class Conflicts:
    """Paths of files by object, and what the files were when they were first looked at.

    `changed` are the objects whose files others have changed since.
    """

    def __init__(self) -> None:
        self._paths: dict[ObjectId, str] = {}
        self._seen: dict[ObjectId, FileFingerprint] = {}
        self.changed: set[ObjectId] = set()

    def __len__(self) -> int:
        return len(self._paths)

    def __iter__(self) -> Iterator[ObjectId]:
        return iter(self._paths)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, in the order they were found."""
        return tuple(self._paths.values())

    def add(self, id: ObjectId, path: str) -> None:
        """Add an object whose file exists."""
        self._paths[id] = path

    def discard(self, id: ObjectId) -> None:
        """Remove an object that isn't asked about any more."""
        self._paths.pop(id, None)
        self._seen.pop(id, None)
        self.changed.discard(id)

    def clear(self) -> None:
        """Remove all."""
        for one in tuple(self._paths):
            self.discard(one)

    def gone(self, found: Found) -> list[ObjectId]:
        """Return the objects whose files aren't there any more."""
        return [id for id, path in self._paths.items() if found.get(path, _UNSEEN) is None]

    def compare(self, found: Found) -> bool:
        """Return whether a file has changed that hadn't before."""
        before = len(self.changed)
        for id, path in self._paths.items():
            now = found.get(path)
            if now is not None and self._seen.setdefault(id, now) != now:
                self._seen[id] = now
                self.changed.add(id)
        return len(self.changed) > before


_UNSEEN = FileFingerprint(-1, -1)
