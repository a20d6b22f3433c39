"""`s3enc reencrypt --list`, `--show`, `--resume`, `--discard`, and what is left on the disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.store.reencryption.file import RunFile
from tests.cli.reencrypt.test_reencrypt import KEY, SCOPE, TO, keys_of


@pytest.fixture
def runs(s3enc):
    """List the runs."""
    return lambda: s3enc("reencrypt", "--list", "--json").json["runs"]


@pytest.fixture
def interrupted(s3enc, hostile, runs, monkeypatch):
    """A run that began, and was killed before it changed anything."""

    def killed(job, _context):
        file = RunFile(Path(job.path), existing=True)
        file.begin_changes(now())
        file.close()
        raise AppError("Killed")

    with monkeypatch.context() as patched:
        patched.setattr(RunReencryption, "run", killed)
        assert s3enc("reencrypt", SCOPE, *TO, "--yes").status == 1
    return runs()


def test_nothing_is_left_of_a_dry_run(s3enc, hostile, runs, tmp_path):
    ran = s3enc("reencrypt", SCOPE, *TO, "--dry-run", "--json")
    assert ran.json["log"] is None
    assert s3enc("reencrypt", SCOPE, *TO).status == 2  # nobody can be asked
    assert runs() == []
    assert not list((tmp_path / "runs").iterdir())
    assert "No changes of encryption yet." in s3enc("reencrypt", "--list").err


def test_finished_runs_are_listed_and_shown(s3enc, hostile, runs, tmp_path):
    s3enc("reencrypt", SCOPE, *TO, "--yes")
    (found,) = runs()
    assert (found["state"], found["states"], found["left"]) == ("finished", {"verified": 2}, 0)
    assert (found["prefixes"], found["to"]["key"]) == (["f/"], KEY)
    listed = s3enc("reencrypt", "--list").out.splitlines()
    assert listed[0].split()[:3] == ["State", "Started", "Changed"]
    assert found["id"] in listed[1]
    assert SCOPE in listed[1]
    file = tmp_path / "receipts.json"
    shown = s3enc("reencrypt", "--show", found["id"], "--receipts", str(file))
    assert "Changed, verified: 2 objects" in shown.out
    receipts = json.loads(file.read_text(encoding="utf-8"))
    assert [(one["key"], one["before"]["algorithm"]) for one in receipts] == [
        ("f/a", "AES256"),
        ("f/b", "AES256"),
    ]


def test_a_run_is_undone_by_its_id(s3enc, hostile, runs):
    s3enc("reencrypt", SCOPE, *TO, "--yes")
    undone = s3enc("reencrypt", "--undo", runs()[0]["id"], "--yes")
    assert undone.status == 0, undone.err
    assert keys_of(hostile) == {"f/a": None, "f/b": None}
    assert "Undo" in s3enc("reencrypt", "--list").out


def test_an_unfinished_run_is_resumed_by_its_id(s3enc, hostile, interrupted, runs):
    (found,) = interrupted
    assert (found["state"], found["left"]) == ("unfinished", 2)
    ran = s3enc("reencrypt", "--resume", found["id"])
    assert ran.status == 0, ran.err
    assert keys_of(hostile) == {"f/a": KEY, "f/b": KEY}
    assert [one["state"] for one in runs()] == ["finished"]
    assert s3enc("reencrypt", "--resume", found["id"]).status == 1  # it is over


def test_a_discarded_run_that_changed_nothing_is_gone(s3enc, hostile, interrupted, runs):
    ran = s3enc("reencrypt", "--discard", interrupted[0]["id"])
    assert (ran.status, "No object was changed." in ran.err) == (0, True)
    assert runs() == []
    assert s3enc("reencrypt", "--discard", "none").status == 2


@pytest.mark.parametrize("more", [(SCOPE,), ("--yes",), ("--where", "AES256")])
def test_runs_are_named_alone(s3enc, hostile, more):
    assert s3enc("reencrypt", "--list", *more).status == 2
