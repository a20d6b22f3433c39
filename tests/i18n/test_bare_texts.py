"""No text for users is written without the catalog: found in the code, whatever is opened."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "s3enc_gui"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Functions and methods whose strings are shown.
SHOWS = re.compile(
    r"set(Text|ToolTip|WindowTitle|PlaceholderText|AccessibleName|AccessibleDescription|Title"
    r"|StatusTip|WhatsThis|InformativeText|LabelText|Suffix|Prefix|HeaderLabels|SpecialValueText"
    r"|ButtonText|TabText|ItemText|Html|PlainText)$"
    r"|^(Q(Label|PushButton|RadioButton|CheckBox|GroupBox|Action|ToolButton|CommandLinkButton)"
    r"|AppError|ErrorMessage)$"
    r"|^add(Tab|Action|Row|Menu|Section|Item|Button)$"
)
# Not for users, or not of a language.
NAMES = ("S3enc", "s3enc", "arn:")
_LETTERS = re.compile(r"[A-Za-z]{2}")


def name_of(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def bare(call):
    """The literals of a call that are shown as they stand; an AppError's fourth is its code."""
    arguments = [*call.args[:3], *(one.value for one in call.keywords if one.arg in SHOWN_KEYWORDS)]
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value
        elif isinstance(argument, ast.JoinedStr):
            yield "".join(
                str(part.value) for part in argument.values if isinstance(part, ast.Constant)
            )


SHOWN_KEYWORDS = {"text", "title", "detail", "hint", "help", "description", "epilog"}


def findings(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node.func)
        if name == "tr" or ast.unparse(node.func).endswith("QCoreApplication.translate"):
            yield f"{node.lineno}: {name}() is Qt's"
        if name == "add_argument" or name.endswith("ArgumentParser") or name == "add_parser":
            shown = [one.value for one in node.keywords if one.arg in SHOWN_KEYWORDS]
            literals = [one for one in shown if isinstance(one, ast.Constant | ast.JoinedStr)]
            yield from (f"{node.lineno}: {ast.unparse(one)}" for one in literals)
        elif SHOWS.search(name):
            for text in bare(node):
                if _LETTERS.search(text) and not text.startswith(NAMES):
                    yield f"{node.lineno}: {name}({text!r})"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_text_goes_through_the_catalog(path):
    assert list(findings(path)) == []
