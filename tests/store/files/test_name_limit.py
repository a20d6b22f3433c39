from __future__ import annotations

import os
import sys

import pytest

from s3enc_gui.domain.downloads.name_limit import USUAL_LIMIT, NameLimit
from s3enc_gui.store.files.name_limit import name_limit

posix = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a fixed limit there")


@posix
@pytest.mark.parametrize(
    ("told", "limit"),
    [
        (255, NameLimit(255)),
        (143, NameLimit(143)),
        (1530, NameLimit(255, utf16=True)),
        (-1, USUAL_LIMIT),
        (0, USUAL_LIMIT),
    ],
)
def test_the_disk_is_asked(tmp_path, monkeypatch, told, limit):
    monkeypatch.setattr(os, "pathconf", lambda *_: told)
    assert name_limit(tmp_path) == limit


@posix
def test_a_disk_that_does_not_say_has_the_usual_limit(tmp_path):
    assert name_limit(tmp_path / "missing") == USUAL_LIMIT


@posix
def test_the_longest_name_of_this_disk_can_be_created(tmp_path):
    longest = name_limit(tmp_path).shortened("é" * 600)
    (tmp_path / longest).touch()
    assert len(os.fsencode(longest)) > 120
