"""Text that people paste: keys, names and Regions, with what comes along at their ends."""

from __future__ import annotations

import os

from s3enc_gui.regex import regex

# White space, control characters, zero-width characters and byte order marks.
_ENDS = r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]+"
_AROUND = regex(rf"\A{_ENDS}|{_ENDS}\Z")

# botocore takes an empty variable for the name of a profile or a Region.
_UNSET_IF_EMPTY = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION")


def tidied(pasted: str) -> str:
    """Return text without white space and invisible characters at its ends."""
    return _AROUND.sub("", pasted)


def tidy_environment() -> None:
    """Tidy the AWS_… variables of this process, and remove profiles and Regions without a name."""
    for name, value in list(os.environ.items()):
        if name.startswith("AWS_") and (tidy := tidied(value)) != value:
            os.environ[name] = tidy
    for name in _UNSET_IF_EMPTY:
        if os.environ.get(name) == "":
            del os.environ[name]
