"""Write the completions of both programs for bash, zsh and fish, made from their options.

    python packaging/completions OUT [--zsh FOLDER]

They complete commands, options, their choices, and file names. Needs shtab
(packaging/locks/dev.lock), which the program itself doesn't.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import shtab

from s3enc_gui import __main__ as window
from s3enc_gui.cli import command_line

# Names of values, as the help shows them, by what completes them.
_FILES = {"FILE|FOLDER", "FOLDER|FILE", "FILE", "F"}


def main() -> int:
    """Write six files."""
    parser = argparse.ArgumentParser(prog="packaging/completions")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder such as usr")
    parser.add_argument(
        "--zsh",
        default="site-functions",
        metavar="FOLDER",
        help="in share/zsh; Debian's is vendor-completions",
    )
    options = parser.parse_args()
    for path, text in files(options.zsh).items():
        target = options.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return 0


def files(zsh: str = "site-functions") -> dict[str, str]:
    """Return the completions by path."""
    found = {}
    for name, made in (("s3enc", command_line._parser), ("s3enc-gui", window._parser)):
        for path, shell in (
            (f"share/bash-completion/completions/{name}", "bash"),
            (f"share/zsh/{zsh}/_{name}", "zsh"),
            (f"share/fish/vendor_completions.d/{name}.fish", "fish"),
        ):
            parser = made()
            for command in _commands(parser):
                _prepare(command, shell)
            found[path] = shtab.complete(parser, shell)
    return found


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _commands(command)


def _prepare(parser: argparse.ArgumentParser, shell: str) -> None:
    """Mark what is a file, and escape what zsh would take for the end of a text."""
    actions = [one for one in parser._actions if not isinstance(one, argparse._SubParsersAction)]
    positional = [one for one in actions if not one.option_strings]
    files_here = any(one.metavar in _FILES for one in positional)
    for action in actions:
        # bash's completion doesn't go on after an argument that can be repeated.
        repeated = files_here and action in positional and action.nargs == "+"
        if action.metavar in _FILES or repeated:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        if shell == "zsh":
            if isinstance(action.metavar, str):
                action.metavar = re.sub(r"[:\[\]]", r"\\\g<0>", action.metavar)
            if action.choices:
                action.choices = [str(one).replace(":", r"\:") for one in action.choices]


if __name__ == "__main__":
    raise SystemExit(main())
