"""The commands that README and docs show can be entered as they are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from s3enc_gui import __main__ as window
from s3enc_gui.cli import command_line

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = [
    line for block in re.findall(r"```\n(.*?)```", README, re.S) for line in block.splitlines()
]
INLINE = re.findall(r"`(s3enc(?:-gui)? [a-z][^`…]*|make [a-z]+)`", README)
SHOWN = sorted({line.partition("  #")[0].strip() for line in (*FENCED, *INLINE)})
COMMANDS = [one for one in SHOWN if one.startswith(("s3enc ", "s3enc-gui "))]
TARGETS = [one for one in SHOWN if one.startswith("make ")]


def test_there_are_some():
    assert len(COMMANDS) >= 8
    assert {"make demo", "make test", "make deb"} <= set(TARGETS)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_valid(command):
    program, *words = shlex.split(command)
    parser = window._parser() if program == "s3enc-gui" else command_line._parser({words[0]})
    if "|" in command:  # alternatives
        words = words[:1]
        assert words[0] in command_line._COMMANDS
        return
    try:
        parser.parse_args(words)
    except SystemExit:  # `s3enc upload` alone is the name of a command
        assert words in ([name] for name in command_line._COMMANDS)


@pytest.mark.parametrize("command", TARGETS)
def test_targets_exist(command):
    target = shlex.split(command)[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


def test_sections_that_are_linked_exist():
    titles = re.findall(r"^#+ (.*)$", README, re.M)
    anchors = {re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-") for one in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= anchors
