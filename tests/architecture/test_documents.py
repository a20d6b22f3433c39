"""What the documents name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# A path that begins with a folder of the repository or of the package.
PATH = re.compile(r"`((?:[a-z0-9_]+/)+[A-Za-z0-9_.]*)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
LAYERS = {one.name for one in (ROOT / "s3enc_gui").iterdir() if one.is_dir()}
FOLDERS = {one.name for one in ROOT.iterdir() if one.is_dir()}


def existing(path):
    first = path.partition("/")[0]
    if first in LAYERS:
        return (ROOT / "s3enc_gui" / path).exists() or (ROOT / path).exists()
    return first not in FOLDERS or (ROOT / path).exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_paths_and_links_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    missing = [path for path in PATH.findall(text) if not existing(path)]
    missing += [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    assert missing == []


def test_the_layout_is_described():
    text = (ROOT / "docs" / "where-things-are.md").read_text(encoding="utf-8")
    modules = re.findall(r"\| `(s3enc_gui/[^`]+)` \|", text)
    assert len(modules) == 20
    assert all((ROOT / module).is_file() for module in modules)
