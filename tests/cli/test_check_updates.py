from __future__ import annotations

import json
from importlib.metadata import version

import pytest

from s3enc_gui.domain.updates.update import Published, UpdateAnswer
from s3enc_gui.jobs.updates.check_updates import CheckUpdates

PAGE = "https://s3enc.example.com/"


@pytest.fixture
def answer(monkeypatch):
    def answer(found):
        monkeypatch.setattr(CheckUpdates, "run", lambda *_: found)

    return answer


def test_a_copy_without_an_address(s3enc):
    ran = s3enc("check-updates")
    assert ran.status == 0
    assert ran.out.startswith("This copy of S3enc doesn't look for updates. ")
    assert f"You have version {version('s3enc')}." in ran.out


def test_a_newer_version(s3enc, answer):
    answer(UpdateAnswer("1.0", Published("1.1", PAGE, "Faster.\nSafer.")))
    assert s3enc("check-updates").out.splitlines() == [
        "S3enc 1.1 is available. You have version 1.0.",
        "Faster.",
        "Safer.",
        PAGE,
    ]


def test_a_version_that_should_not_be_used(s3enc, answer):
    answer(UpdateAnswer("1.0", Published("1.2", PAGE, minimum="1.1")))
    assert "You have version 1.0, which shouldn't be used anymore." in s3enc("check-updates").out


def test_the_newest_version(s3enc, answer):
    answer(UpdateAnswer("1.1", Published("1.1", PAGE, "Faster.")))
    assert s3enc("check-updates").out == "S3enc is up to date. You have version 1.1.\n"


def test_json(s3enc, answer):
    answer(UpdateAnswer("1.0", Published("1.1", PAGE, "Faster.")))
    assert json.loads(s3enc("check-updates", "--json").out) == {
        "current": "1.0",
        "published": "1.1",
        "newer": True,
        "required": False,
        "url": PAGE,
        "notes": "Faster.",
    }
