"""Files that the page `Select files` says something about: of a system, in the cloud, no files."""

from __future__ import annotations

from collections.abc import Sequence

from s3enc_gui.domain.names.unicode_forms import common_form, twins
from s3enc_gui.domain.uploads.found import Choices, FoundFile, Kind


class NotableFiles:
    """Empty folders, system files, and files in the cloud; each change takes constant time."""

    def __init__(self) -> None:
        self._by_kind: dict[Kind, dict[str, FoundFile]] = {kind: {} for kind in Kind}
        # By kind, and whether it is below a link: all that choices depend on.
        self._cloud_only: dict[tuple[Kind, bool], dict[str, FoundFile]] = {}
        self._by_form: dict[str, dict[str, FoundFile]] = {}  # names that aren't ASCII
        self._alike: dict[str, None] = {}  # forms that several files have, in order

    def add(self, file: FoundFile) -> None:
        """Add a file, if it is notable."""
        if file.kind is not Kind.FILE:
            self._by_kind[file.kind][file.path] = file
        if file.cloud_only:
            self._cloud_only.setdefault((file.kind, file.linked), {})[file.path] = file
        if form := common_form(file.relative):
            files = self._by_form.setdefault(form, {})
            files[file.path] = file
            if len(files) > 1:
                self._alike[form] = None

    def discard(self, file: FoundFile) -> None:
        """Remove a file, if it is here."""
        self._by_kind[file.kind].pop(file.path, None)
        self._cloud_only.get((file.kind, file.linked), {}).pop(file.path, None)
        if form := common_form(file.relative):
            files = self._by_form.get(form, {})
            files.pop(file.path, None)
            if len(files) < 2:
                self._alike.pop(form, None)

    def clear(self) -> None:
        """Remove all files."""
        for files in self._by_kind.values():
            files.clear()
        self._cloud_only.clear()
        self._by_form.clear()
        self._alike.clear()

    def cloud_only(self, choices: Choices) -> int:
        """Return how many of the files to upload are only in the cloud."""
        return sum(
            len(files)
            for files in self._cloud_only.values()
            if files and choices.take(next(iter(files.values())))
        )

    def twins(self, choices: Choices) -> Sequence[str]:
        """Return the relative names of files to upload that look like another's."""
        return twins(
            file.relative
            for form in self._alike
            for file in self._by_form[form].values()
            if choices.take(file)
        )

    def system_files(self, choices: Choices) -> Sequence[str]:
        """Return the relative names of system files."""
        return _names(self._by_kind[Kind.SYSTEM_FILE], choices)

    def empty_folders(self, choices: Choices) -> Sequence[str]:
        """Return the relative names of empty folders; `choices` say whether system files count."""
        kinds = [Kind.EMPTY_FOLDER]
        if not choices.system_files:
            kinds.append(Kind.FOLDER_OF_SYSTEM_FILES)
        return [name for kind in kinds for name in _names(self._by_kind[kind], choices)]


def _names(files: dict[str, FoundFile], choices: Choices) -> list[str]:
    """Return the names of files; those below links only if links are followed."""
    return [file.relative for file in files.values() if choices.linked_folders or not file.linked]
