"""Options, commands, menus and buttons that texts name exist."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from s3enc_gui.cli.command_line import _parser
from s3enc_gui.i18n import DOMAIN, LOCALE_FOLDER

# Values in quotation marks, which are no names of anything in the program.
VALUES = {"/", "//", "-", "_", "ASIA", "alias/", "kms", ".s3enc-part"}
NO_OPTIONS = {"--x-s3"}  # the end of names of directory buckets


def _texts() -> Iterator[str]:
    with (LOCALE_FOLDER / f"{DOMAIN}.pot").open("rb") as file:
        for message in read_po(file):
            yield from [message.id] if isinstance(message.id, str) else message.id


TEXTS = sorted(set(_texts()))


def _commands(parser: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, set[str]]]:
    """Yield all commands with their options."""
    yield path, {name for action in parser._actions for name in action.option_strings}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield from _commands(sub, f"{path} {name}")


COMMANDS = dict(_commands(_parser(), "s3enc"))
OPTIONS = set().union(*COMMANDS.values())


def _bare(text: str) -> str:
    return text.replace("&", "").rstrip("….:")


LABELS = {_bare(text) for text in TEXTS}


def test_the_texts_are_found() -> None:
    assert len(TEXTS) > 2000
    assert "s3enc connections sign-in" in COMMANDS


@pytest.mark.parametrize("text", [text for text in TEXTS if "--" in text])
def test_options(text: str) -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text))
    assert named <= OPTIONS | NO_OPTIONS


@pytest.mark.parametrize("text", [text for text in TEXTS if re.search(r"s3enc [a-z]", text)])
def test_commands(text: str) -> None:
    for named in re.findall(r"s3enc(?: [a-z][a-z-]+)+", text):
        words = named.split()
        assert any(" ".join(words[:count]) in COMMANDS for count in range(2, len(words) + 1))


@pytest.mark.parametrize("text", [text for text in TEXTS if "“" in text])
def test_buttons_and_fields(text: str) -> None:
    named = {_bare(one) for one in re.findall(r"“([^{}”]+)”", text)}
    assert named <= LABELS | VALUES


@pytest.mark.parametrize("text", [text for text in TEXTS if "aws " in text])
def test_no_other_program_is_needed_to_sign_in(text: str) -> None:
    assert not re.search(r"\baws (?:configure|login|sso)\b", text)
