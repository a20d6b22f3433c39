"""A report for support: what happened, versions, traceback, last lines of the log.

Its text is in the source language. Names of files, buckets and objects are in messages, which are
left out unless the user includes them; what remains are types, error codes, and places in the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.log.secret_masking import without_secrets
from s3enc_gui.regex import regex

LOG_LINES = 60
"""How many lines of the log a report has."""

LEFT_OUT = "…"

# `File "…", line 3, in f` of tracebacks; faulthandler writes no comma before `in`.
_PLACE = regex(r'^(\s*File ")(.*)(", line \d+,? in \S+)$')
_PROGRAM = regex(r"^.*[/\\](?:site-packages|dist-packages|python3\.\d+|_internal)[/\\]")
_OURS = regex(r"^.*[/\\](?=s3enc_gui[/\\])")
_RECORD = regex(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ) ([A-Z]+) ([\w.]+): ")


class ProblemKind(Enum):
    """ERROR: an exception that nothing expected, after which the program goes on."""

    ERROR = "Unexpected error"
    CRASH = "Crash"


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """What is known of a problem.

    `traceback` has no names; `details` is the same with the messages of exceptions ("": there are
    none). `log` is the end of the log, with names.
    """

    kind: ProblemKind
    time: datetime
    about: str
    traceback: str
    details: str = ""
    log: str = ""

    def text(self, *, names: bool) -> str:
        """Return the report; secrets are masked."""
        traceback = masked(self.details or self.traceback) if names else self.traceback
        log = "\n".join(self.log.splitlines()[-LOG_LINES:])
        parts = [
            f"S3enc problem report\n{self.kind.value} at {self.time:%Y-%m-%d %H:%M:%SZ}",
            self.about,
            f"Names of files, buckets and objects: {'included' if names else 'left out'}",
            traceback,
        ]
        if log:
            parts.append("Log\n" + (masked(log) if names else without_names(log)))
        return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def short_places(text: str) -> str:
    """Return a traceback whose files begin at the package: a home folder has the user's name."""
    return "\n".join(_short(line) for line in text.splitlines())


def short_path(path: str) -> str:
    """Return the path of a module from its package on, or only its name."""
    for pattern in (_OURS, _PROGRAM):
        short = pattern.sub("", path)
        if short != path:
            return short.replace("\\", "/")
    return re.split(r"[/\\]", path)[-1]


def without_names(log: str) -> str:
    """Return what lines of the log say without names: time, level, module, places in the code."""
    return "\n".join(_nameless(log))


def masked(text: str) -> str:
    """Mask secrets; a long path of a module looks like a token."""
    parts: list[str] = []
    others: list[str] = []
    for line in text.splitlines():
        if _PLACE.match(line):
            parts += [*_masked(others), _short(line)]
            others = []
        else:
            others.append(line)
    return "\n".join([*parts, *_masked(others)])


def _masked(lines: list[str]) -> list[str]:
    """Mask lines together: a private key has several."""
    return without_secrets("\n".join(lines)).split("\n") if lines else []


def _nameless(log: str) -> Iterator[str]:
    for line in log.splitlines():
        if record := _RECORD.match(line):
            yield f"{record[0]}{LEFT_OUT}"
        elif _PLACE.match(line):
            yield _short(line)


def _short(line: str) -> str:
    return _PLACE.sub(lambda place: f"{place[1]}{short_path(place[2])}{place[3]}", line)
