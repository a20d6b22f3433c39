"""Reads an access key out of what users paste.

The AWS access portal offers `export`, `set` and PowerShell lines, a profile for
`~/.aws/credentials`, and three single values; IAM offers a CSV file; STS answers in JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.regex import regex

# Names in all these forms, without case, blanks, `_` and `-`.
_NAMES = {
    "awsaccesskeyid": "access_key",
    "accesskeyid": "access_key",
    "accesskey": "access_key",
    "awssecretaccesskey": "secret_key",
    "secretaccesskey": "secret_key",
    "secretkey": "secret_key",
    "awssessiontoken": "session_token",
    "awssecuritytoken": "session_token",
    "sessiontoken": "session_token",
}
_PREFIX = regex(r"^\s*(?:export\s+|set\s+|setx\s+|\$env:)?", re.IGNORECASE)
_PAIR = regex(r'^["\']?([A-Za-z _-]+?)["\']?\s*[:=]\s*(.*?)\s*[,;]?\s*$')
_ACCESS_KEY = regex(r"(?:AKIA|ASIA)[A-Z0-9]{12,}")  # IAM User Guide, unique identifiers
_QUOTES = "\"'“”‘’`"


@dataclass(frozen=True, slots=True)
class AccessKey:
    """An access key; `session_token` is empty for a long-term key."""

    access_key: str = ""
    secret_key: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)

    @property
    def is_temporary(self) -> bool:
        """Whether the key ID is that of temporary credentials, which have a session token."""
        return self.access_key.startswith("ASIA")


def cleaned(value: str) -> str:
    """Return a value without the blanks, line ends, quotes and marks around it.

    Control characters in it are removed, too: they can't be sent in a header.
    """
    printable = "".join(character for character in value if character.isprintable())
    return printable.strip().strip(_QUOTES).strip()


def parse_pasted(pasted: str) -> AccessKey:
    """Return the parts that are in the pasted text; empty parts aren't in it."""
    found: dict[str, str] = {}
    loose: list[str] = []
    for line in pasted.splitlines():
        pair = _PAIR.match(_PREFIX.sub("", line))
        name = _NAMES.get(re.sub(r"[\s_-]", "", pair[1]).lower()) if pair else None
        if pair and name:
            found.setdefault(name, cleaned(pair[2]))
        elif line.strip():
            loose.append(line.strip())
    if not found:
        found = dict(_single_values(loose))
    return AccessKey(**found)


def _single_values(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of values without names: lines in order, or columns of a CSV file."""
    rows = [[cleaned(one) for one in re.split(r"[,\t ]+", line)] for line in lines]
    for values in (*rows, [row[0] for row in rows if len(row) == 1]):
        for index, value in enumerate(values):
            if _ACCESS_KEY.fullmatch(value) and len(values) > index + 1:
                yield from zip(
                    ("access_key", "secret_key", "session_token"), values[index:], strict=False
                )
                return


def key_problems(key: AccessKey) -> Iterator[AppError]:
    """Yield what is missing or can't be right."""
    if not key.access_key:
        yield AppError(text("The access key ID is missing"), code="AccessKey")
    elif any(character.isspace() for character in key.access_key):
        yield AppError(
            text("The access key ID isn't valid"),
            text("It contains a blank."),
            text("Copy it again, without what is around it."),
            code="AccessKey",
        )
    if not key.secret_key:
        yield AppError(text("The secret access key is missing"), code="SecretKey")
    if key.is_temporary and not key.session_token:
        yield AppError(
            text("The session token is missing"),
            text("Access key IDs that begin with “ASIA” belong to temporary credentials."),
            text("Copy the session token, too. Without it, AWS refuses the key."),
            code="SessionToken",
        )
