"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

import s3enc_gui
from s3enc_gui.regex import regex

ROOT = Path(s3enc_gui.__file__).parent
MODULES = sorted(
    path.relative_to(ROOT.parent).with_suffix("").as_posix().replace("/", ".")
    for path in ROOT.rglob("*.py")
    if "regex(" in path.read_text("utf-8") and path.name != "regex.py"
)


def test_it_does_what_a_compiled_one_does():
    ours, theirs = regex(r"(?P<name>a+)b", re.IGNORECASE), re.compile(r"(?P<name>a+)b", re.I)
    for method in ("match", "fullmatch", "search"):
        found, expected = getattr(ours, method)("AAB"), getattr(theirs, method)("AAB")
        assert found.groupdict() == expected.groupdict() == {"name": "AA"}
    assert ours.sub("x", "cab") == theirs.sub("x", "cab") == "cx"
    assert (ours.pattern, ours.flags, ours.groups) == (theirs.pattern, theirs.flags, theirs.groups)


def test_it_is_compiled_when_it_is_used():
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.match("")


@pytest.mark.parametrize("module", MODULES)
def test_those_of_the_program_can_be_compiled(module):
    found = [one for one in vars(importlib.import_module(module)).values() if type(one) is regex]
    assert found
    for one in found:
        assert one.flags == re.compile(one.pattern, one.flags).flags


def test_no_module_compiles_one_while_it_is_loaded():
    eager = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in ROOT.rglob("*.py")
        if path.name != "regex.py"
        for statement in ast.parse(path.read_text("utf-8")).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    assert eager == []
