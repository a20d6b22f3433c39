"""The man pages, as man and mandoc read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from s3enc_gui.cli import command_line
from tests.packaging.run import content, said_by, write

PAGES = ("s3enc.1", "s3enc-gui.1")


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    return write("manpages", tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize("page", PAGES)
def test_no_checker_complains(share, page):
    path = share / "man" / "man1" / page
    assert said_by("mandoc", "-T", "lint", path)[1:] == ("", "")
    assert said_by("man", "--warnings", "-E", "UTF-8", "-l", path)[2] == ""


@pytest.mark.parametrize("page", PAGES)
def test_apropos_finds_its_description(share, page):
    status, shown, _ = said_by("lexgrog", share / "man" / "man1" / page)
    name = page.removesuffix(".1")
    assert (status, f'"{name} - verified, encrypted uploads' in shown) == (0, True)


def test_every_command_and_option_is_described(share):
    text = (share / "man" / "man1" / "s3enc.1").read_text(encoding="ascii")
    shown = re.sub(r"\\f[BIR]", "", text).replace(r"\-", "-")
    missing = [
        word
        for name, parser in leaves("s3enc", command_line._parser())
        for word in (f'.SS "{name}"', *parser._option_string_actions)
        if word not in shown
    ]
    assert missing == []


def leaves(name, parser):
    commands = [one.choices for one in parser._actions if type(one).__name__ == "_SubParsersAction"]
    if not commands:
        yield name, parser
    for command, its in (commands[0] if commands else {}).items():
        yield from leaves(f"{name} {command}", its)


def test_the_same_program_gives_the_same_bytes(share, tmp_path):
    again = write("manpages", tmp_path)
    assert content(again) == content(share)
    assert b'"2023-11-14"' in (Path(again) / "man" / "man1" / "s3enc.1").read_bytes()
