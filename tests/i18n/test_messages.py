"""`make messages`: the texts that are translated, as they are found in the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]


def messages(*arguments):
    command = [sys.executable, str(ROOT / "packaging" / "messages"), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_text_is_in_the_catalog():
    result = messages("--check")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('_(f"It is {name}")', "needs a literal"),
        ("_(name)", "needs a literal"),
        ('text("It is " + name)', "needs a literal"),
        ('ngettext("one", name, 2)', "needs a literal"),
        ('text("It is {}", name=1)', "a placeholder without a name"),
        ('text("It is {0}", name=1)', "a placeholder without a name"),
        ('text_plural("{count} of {all}", "{count}", 2, all=1)', "the plural has other"),
    ],
)
def test_what_cannot_be_translated_is_refused(tmp_path, line, problem):
    source = "from s3enc_gui.i18n import _, ngettext, text, text_plural\n\n"
    package = tmp_path / "package"
    package.mkdir()
    (package / "module.py").write_text(f"{source}def shown(name):\n    return {line}\n")
    result = messages("--check", "--package", str(package))
    assert result.returncode == 1
    assert "package/module.py:4: " in result.stderr
    assert problem in result.stderr


def test_a_text_that_is_translated_at_import_is_refused(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "module.py").write_text('from s3enc_gui.i18n import _\nNAME = _("Name")\n')
    assert "called at import" in messages("--check", "--package", str(package)).stderr


NOUNS = re.compile(r"(?<!of )\{\w+(:,)?\} (objects|files|folders|versions|keys|buckets|parts)\b")
ALWAYS_SEVERAL = {
    "{count} files would be stored as “{key}”. Only the last one would remain.",
    "{count} objects and versions",
}


def test_one_object_is_not_called_objects():
    """A text with a number and a noun has a singular (`ngettext`, `objects_text`)."""
    with (ROOT / "s3enc_gui" / "locale" / "s3enc.pot").open("rb") as file:
        texts = [one.id for one in read_po(file) if isinstance(one.id, str)]
    assert {one for one in texts if NOUNS.search(one)} == ALWAYS_SEVERAL
