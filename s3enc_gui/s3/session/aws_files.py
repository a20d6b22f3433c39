"""Reads the files in `~/.aws`, also where botocore refuses all of a file. Never writes them.

botocore opens a file in the system's encoding, and raises for any line that it can't read,
whichever profile the line belongs to. Editors on Windows write a byte order mark or UTF-16.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from configparser import ParsingError, RawConfigParser
from dataclasses import field
from pathlib import Path
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.s3.session.pasted_text import tidied

_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}

Section = dict[str, Any]
"""Settings by name, in lower case; a nested setting is a dictionary."""


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """A line that is neither a setting nor a section; `section` is "" before the first one."""

    path: Path
    number: int
    section: str

    @property
    def owner(self) -> str:
        """The name of the profile or `sso-session` that the line belongs to."""
        try:
            words = shlex.split(self.section)
        except ValueError:
            words = []
        return words[-1] if words else self.section


@dataclass(slots=True)
class AwsFile:
    """What a file holds. `problem` is why it can't be opened."""

    sections: dict[str, Section] = field(default_factory=dict)
    unreadable: list[UnreadableLine] = field(default_factory=list)
    problem: OSError | None = None


def read_aws_file(path: Path, *, nested: bool = True) -> AwsFile:
    """Read a file; `nested`: indented settings below a setting become a dictionary."""
    file = AwsFile()
    if not _is_file(path):
        return file
    try:
        lines = _decoded(path.read_bytes()).split("\n")
    except OSError as error:
        file.problem = error
        return file
    numbers = set(_before_sections(lines))
    parser = RawConfigParser(strict=False)  # repeated sections are merged
    try:
        parser.read_string("\n".join(lines))
    except ParsingError as error:  # raised after all other lines were read
        numbers |= {number for number, _ in error.errors}
    for name in parser.sections():
        section: Section = {}
        file.sections[name] = section
        for option, value in parser.items(name):
            if nested and value.startswith("\n"):
                settings, wrong = _nested(value)
                section[option] = settings
                numbers |= {_number_of(line, lines) for line in wrong}
            else:
                section[option] = value if value.startswith("\n") else tidied(value)
    file.unreadable = [
        UnreadableLine(path, number, _section_at(number, lines)) for number in sorted(numbers)
    ]
    return file


def referred(profile: str, files: list[AwsFile]) -> set[str]:
    """Return the names of a profile and of the profiles and sessions that it refers to."""
    found: set[str] = set()
    waiting = [profile]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            for settings in _sections_of(name, files):
                names = ("source_profile", "sso_session", "services")
                waiting += [settings[one] for one in names if settings.get(one)]
    return found


def use_tolerant_reading() -> None:
    """Let botocore read its files with `read_aws_file`, in the whole process. Idempotent.

    botocore has no hook for it: its sessions and three kinds of credentials call this function.
    """
    import botocore.configloader

    botocore.configloader.raw_config_parse = _raw_config_parse


def _raw_config_parse(
    config_filename: str | None, parse_subsections: bool = True
) -> dict[str, Section]:
    """Return the sections of a file, as botocore's function does. Raises ConfigNotFound."""
    from botocore.exceptions import ConfigNotFound

    if config_filename is None:
        return {}
    path = expanded(config_filename)
    if not _is_file(path):
        raise ConfigNotFound(path=str(path))
    return read_aws_file(path, nested=parse_subsections).sections


def expanded(name: str) -> Path:
    """Return the path of a file; `~` and variables are replaced, as botocore does."""
    return Path(os.path.expandvars(name)).expanduser()


def _is_file(path: Path) -> bool:
    """Whether botocore would read it: no folder, and no pipe, which can be read only once."""
    try:
        return path.is_file()
    except OSError:  # in a folder without permission
        return False


def _decoded(content: bytes) -> str:
    """Return text whose lines end with LF; bytes that no encoding fits are Latin-1."""
    encodings = [
        encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if content.startswith(mark)
    ]
    if not encodings and b"\0" in content[:2]:
        encodings.append("utf-16-be" if content.startswith(b"\0") else "utf-16-le")
    for encoding in (*encodings, "utf-8"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = content.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _before_sections(lines: list[str]) -> Iterator[int]:
    """Blank the lines before the first section, and return the numbers of those with settings."""
    for index, line in enumerate(lines):
        if RawConfigParser.SECTCRE.match(line.strip()):
            return
        if line.strip() and not line.lstrip().startswith(("#", ";")):
            yield index + 1
        lines[index] = ""


def _nested(value: str) -> tuple[dict[str, str], list[str]]:
    """Return nested settings, and the lines that aren't one."""
    settings, wrong = {}, []
    for line in filter(None, map(str.strip, value.splitlines())):
        name, equals, text = line.partition("=")
        if equals:
            settings[name.strip()] = text.strip()
        else:
            wrong.append(line)
    return settings, wrong


def _number_of(line: str, lines: list[str]) -> int:
    return next((n for n, one in enumerate(lines, 1) if one.strip() == line), 1)


def _section_at(number: int, lines: list[str]) -> str:
    for line in reversed(lines[:number]):
        if found := RawConfigParser.SECTCRE.match(line.strip()):
            return found["header"]
    return ""


def _sections_of(name: str, files: list[AwsFile]) -> Iterator[Mapping[str, Any]]:
    for file in files:
        for section, settings in file.sections.items():
            if UnreadableLine(Path(), 0, section).owner == name:
                yield settings
