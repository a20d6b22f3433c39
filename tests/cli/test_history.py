from __future__ import annotations

import argparse
import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.cli import history
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.history.receipts import day_start
from tests.fakes.samples import outcome

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Journal:
    damaged, is_kept = None, True

    def __init__(self):
        self.rows = []
        self.queries = []

    def receipts(self, query, offset=0, limit=500):
        self.queries.append(query)
        return self.rows[offset : offset + limit]

    def count_receipts(self, query):
        return len(self.rows)


@pytest.fixture
def journal():
    journal = Journal()
    journal.rows = [
        Receipt.of(outcome(result), "my-bucket", ended=NOW - timedelta(hours=hours))
        for hours, result in enumerate((Result.VERIFIED, Result.DIFFERENT, Result.FAILED))
    ]
    return journal


@pytest.fixture
def run(journal, capsys):
    """Run `s3enc history` on the journal; return its output."""

    def run(*arguments):
        parser = argparse.ArgumentParser()
        history.add_to(parser)
        parsed = parser.parse_args([str(argument) for argument in arguments])
        services: Any = SimpleNamespace(journal=journal, journal_problem=None)
        assert parsed.run(parsed, Context(services)) is ExitStatus.OK
        return capsys.readouterr()

    return run


def test_a_table(run):
    lines = run().out.splitlines()
    assert lines[0].split() == ["Time", "Result", "Size", "Encryption", "File", "Destination"]
    assert f"{NOW.astimezone():%Y-%m-%d %H:%M}  Verified" in lines[1]
    assert "SSE-KMS, test_key" in lines[1]
    assert lines[1].endswith("s3://my-bucket/invoices/text.txt")
    assert "Stored differently than requested" in lines[2]
    assert len({line.index("s3://") for line in lines[1:]}) == 1


def test_a_long_history_is_truncated(run, journal):
    journal.rows *= 500
    ran = run()
    assert len(ran.out.splitlines()) == 101
    assert "100 of 1,500 receipts. To see more, use --limit N." in ran.err
    assert len(run("--limit", 300).out.splitlines()) == 301


@pytest.mark.parametrize(
    ("arguments", "message"),
    [([], "No receipts yet."), (["--search", "x"], "No matching receipts.")],
)
def test_no_receipts(run, journal, arguments, message):
    journal.rows = []
    ran = run(*arguments)
    assert (ran.out, ran.err.strip()) == ("", message)


def test_control_characters_are_escaped(run, journal):
    journal.rows = [replace(journal.rows[0], file="/f/\x1b[31m\n", key="\udce4")]
    out = run().out
    assert "\\x1b[31m\\n" in out
    assert "\x1b" not in out


def test_filters(run, journal):
    run(
        *("--search", "a b", "--bucket", "b", "--kms-key", "k"),
        *("--since", "2026-03-01", "--until", "2026-03-02"),
    )
    first, behind = day_start(date(2026, 3, 1)), day_start(date(2026, 3, 3))
    assert journal.queries[-1] == ReceiptQuery("a b", "b", "k", first, behind)


def test_json(run):
    assert [row["verdict"] for row in json.loads(run("--format", "json").out)] == [
        "verified",
        "different",
        "failed",
    ]


def test_csv(run):
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", "--limit", 2).out)))
    assert [row["verdict"] for row in rows] == ["verified", "different"]


@pytest.mark.parametrize(
    ("name", "options", "start"),
    [
        ("r.json", [], "["),
        ("r.csv", [], "\ufeffverdict,"),
        ("r.txt", [], "\ufeffverdict,"),
        ("r.csv", ["--format", "json"], "["),
    ],
)
def test_to_a_file(run, tmp_path, name, options, start):
    path = tmp_path / name
    assert run("--output", path, *options).out == f"3 receipts: {path}\n"
    assert path.read_text("utf-8").startswith(start)


def test_a_table_is_not_written_to_a_file(run, tmp_path):
    with pytest.raises(AppError, match="can't be written to a file") as caught:
        run("--format", "table", "--output", tmp_path / "r")
    assert caught.value.code == "Usage"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--since", "yesterday"],
        ["--since", "20260301"],
        ["--since", "2026-W09-1"],
        ["--until", "2026-02-30"],
        ["--until", "9999-12-31"],
        ["--limit", "0"],
        ["--limit", "-1"],
        ["--limit", "many"],
        ["--format", "xml"],
    ],
)
def test_usage_is_status_2(run, arguments):
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2
