"""What `s3enc upload` finds in files and folders, and says about what it leaves out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from s3enc_gui.cli.output import print_error, print_note
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.location import key_for
from s3enc_gui.domain.names.unicode_forms import twins
from s3enc_gui.domain.uploads.found import (
    Choices,
    FoundFile,
    FoundLink,
    Kind,
    Links,
    LinkState,
    cloud_only_last,
)
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths
from s3enc_gui.wording.found_files import cloud_only_text, first_names, link_text, twins_text

_NAMED = 5  # names per line
_KEEP, _SKIP = "keep", "skip"
_LINKS = {None: Links.FILES, True: Links.ALL, False: Links.NONE}


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what of a folder is uploaded."""
    parser.add_argument(
        "--follow-symlinks",
        action=argparse.BooleanOptionalAction,
        help=_("follow all links in folders, or none; default: links to files only"),
    )
    parser.add_argument(
        "--empty-folders",
        choices=[_KEEP, _SKIP],
        default=_SKIP,
        help=_("keep: store each empty folder as an empty object NAME/; default: skip"),
    )
    parser.add_argument(
        "--skip-system-files",
        action="store_true",
        help=_("leave out system files such as .DS_Store, Thumbs.db and desktop.ini"),
    )


def source_options(arguments: argparse.Namespace) -> dict[str, object]:
    """Return those of the options that aren't the default."""
    options = {
        "follow_symlinks": arguments.follow_symlinks,
        "keep_empty_folders": arguments.empty_folders == _KEEP or None,
        "skip_system_files": arguments.skip_system_files or None,
    }
    return {name: value for name, value in options.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found, what of it is uploaded, and what is left out."""

    scanned: Scanned
    choices: Choices
    taken: list[FoundFile] = field(default_factory=list)
    empty_folders: list[FoundFile] = field(default_factory=list)
    system_files: list[FoundFile] = field(default_factory=list)

    @classmethod
    def find(cls, arguments: argparse.Namespace, context: Context) -> Sources:
        """Find files as the arguments say; print what can't be read and what is left out."""
        scanned = ScanPaths(tuple(arguments.sources), _LINKS[arguments.follow_symlinks]).run(
            context
        )
        choices = Choices(
            linked_folders=True,  # what isn't followed wasn't found
            empty_folders=arguments.empty_folders == _KEEP,
            system_files=not arguments.skip_system_files,
        )
        sources = cls(scanned, choices)
        for found in scanned.files:
            if choices.take(found):
                sources.taken.append(found)
            elif choices.is_empty_folder(found):
                sources.empty_folders.append(found)
            if found.kind is Kind.SYSTEM_FILE:
                sources.system_files.append(found)
        for unreadable in scanned.unreadable:
            print_error(unreadable)
        if not arguments.quiet:
            for note in sources._notes():
                print_note(note)
        return sources

    def items(self, prefix: str) -> tuple[UploadItem, ...]:
        """Return what is uploaded, with its keys under a prefix."""
        return tuple(
            UploadItem(found.path, key_for(prefix, found.relative), found.size)
            for found in cloud_only_last(self.taken)
        )

    def left_out(self) -> list[dict[str, str]]:
        """Return what is left out, as values for JSON."""
        links = [
            {"kind": "link", "path": link.path, "target": link.target, "reason": link.state.value}
            for link in self.scanned.links
            if link.state is not LinkState.FOLLOWED
        ]
        folders = [{"kind": "empty-folder", "path": found.path} for found in self.empty_folders]
        system = () if self.choices.system_files else self.system_files
        return [*links, *folders, *({"kind": "system-file", "path": one.path} for one in system)]

    def _notes(self) -> Iterator[str]:
        """Yield a line for each kind of things left out, and for what takes longer."""
        yield from _link_notes(self.scanned.links)
        if count := len(self.empty_folders):
            line = ngettext(
                "Left out {count:,} empty folder: {names}. To keep it, use --empty-folders keep.",
                "Left out {count:,} empty folders: {names}. To keep them, use"
                " --empty-folders keep.",
                count,
            )
            yield line.format(count=count, names=_names(self.empty_folders))
        if count := len(self.system_files):
            if self.choices.system_files:
                line = ngettext(
                    "Found {count:,} system file, such as {name}. To leave it out, use"
                    " --skip-system-files.",
                    "Found {count:,} system files, such as {name}. To leave them out, use"
                    " --skip-system-files.",
                    count,
                )
            else:
                line = ngettext(
                    "Left out {count:,} system file: {names}.",
                    "Left out {count:,} system files: {names}.",
                    count,
                )
            name = self.system_files[0].relative.rpartition("/")[2]
            yield line.format(count=count, name=name, names=_names(self.system_files))
        if count := sum(found.cloud_only for found in self.taken):
            yield cloud_only_text(count)
        if alike := twins(found.relative for found in self.taken):
            yield twins_text(len(alike), first_names(alike, len(alike), _NAMED))


def _link_notes(links: Sequence[FoundLink]) -> Iterator[str]:
    folders = [one for one in links if one.state is LinkState.NOT_FOLLOWED and one.to_folder]
    files = [one for one in links if not one.to_folder]
    if count := len(folders):
        line = ngettext(
            "Left out {count:,} linked folder: {names}. To include it, use --follow-symlinks.",
            "Left out {count:,} linked folders: {names}. To include them, use --follow-symlinks.",
            count,
        )
        yield line.format(count=count, names=_names(folders))
    if count := len(files):
        line = ngettext(
            "Left out {count:,} link: {names}.", "Left out {count:,} links: {names}.", count
        )
        yield line.format(count=count, names=_names(files))
    for state in (LinkState.LOOP, LinkState.REPEATED):
        if found := [one for one in links if one.state is state]:
            yield link_text(state, len(found), _names(found))


def _names(found: Sequence[FoundFile | FoundLink]) -> str:
    names: Iterable[str] = (one.relative for one in found)
    return first_names(names, len(found), _NAMED)
