"""Results, errors, JSON and outages as printed by the command line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.cli import command_line
from s3enc_gui.cli.output import (
    outcome_document,
    print_json,
    print_notice,
    print_outcome,
    print_resumed,
    single_line,
)
from s3enc_gui.cli.running import command
from s3enc_gui.cli.sign_in.outage_report import OutageLine
from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import Reverification
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.uploads.upload import UploadResumed
from tests.fakes.samples import DETAILS, proved, proved_with

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
INSPECT = ("inspect", "s3://my-bucket/key", "--json")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1", "ascii"])
def test_json_is_json_in_every_encoding(monkeypatch, encoding):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding, errors="backslashreplace")
    monkeypatch.setattr(sys, "stdout", stream)
    print_json({"name": "é → 😀 \udcff"})
    stream.flush()
    assert json.loads(raw.getvalue().decode(encoding)) == {"name": "é → 😀 \udcff"}


def test_a_listing_notice_goes_to_standard_error(capsys):
    print_notice(ListingNotice.RESTARTED)
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "reads it again from the beginning" in err


def test_json_has_the_verdict_of_this_run():
    receipt = Receipt.of(proved(DETAILS), "my-bucket")
    outcome = replace(
        proved(replace(DETAILS, checksum=None)), again=Reverification(1, receipt, NOON)
    )
    document = outcome_document(outcome, "my-bucket")
    assert outcome.result is Result.CANNOT_TELL
    assert (receipt.verdict, document["verdict"]) == ("verified", "cannot tell")


def test_control_characters_are_escaped():
    assert single_line("a\nb\x1b[31m – ž") == "a\\nb\\x1b[31m – ž"


def test_what_differs_is_printed(capsys):
    asked = Properties(tags=(("team", "blue"),), metadata=(("owner", "anna"),))
    details = replace(DETAILS, tags={"team": "\x1b[31m"}, content_type="x")
    print_outcome(proved_with(asked, details, "text/plain"), "my-bucket", quiet=False)
    lines = capsys.readouterr().err.splitlines()
    assert lines[1:] == [
        "  Content type – requested: text/plain, stored: x",
        "  User metadata – requested: owner=anna, stored: none",
        "  Tags – requested: team=blue, stored: team=\\x1b[31m",
    ]


@pytest.mark.parametrize(
    ("end", "code", "status"),
    [
        (Cancelled(), "Interrupted", 130),
        pytest.param(
            KeyError("x"),
            "InternalError",
            1,
            marks=pytest.mark.expects_log("Unexpected error"),
        ),
    ],
)
def test_json_is_one_document_after_any_error(s3enc, monkeypatch, end, code, status):
    def run_interruptible(_, message):
        raise end

    monkeypatch.setattr(command, "run_interruptible", run_interruptible)
    ran = s3enc(*INSPECT)
    assert (ran.status, ran.json["error"]["code"]) == (status, code)
    assert "Traceback" not in ran.err


def test_an_interrupt_while_loading_is_130(s3enc, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "run", interrupted)
    ran = s3enc(*INSPECT)
    assert (ran.status, ran.err) == (130, "Interrupted.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_is_reported():
    code = "import sys; from s3enc_gui.cli import main; sys.exit(main(sys.argv[1:]))"
    with open("/dev/full", "w") as full:  # noqa: PTH123
        command = [sys.executable, "-c", code, "upload", "nothing", "s3://my-bucket/", "--json"]
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert "Can't print the results [ENOSPC]" in ran.stderr
    assert "Traceback" not in ran.stderr


SINCE = datetime(2026, 3, 1, 12, tzinfo=UTC)


def outage(outage_kind, title="The server can't be reached", hint=""):
    return Outage(outage_kind, AppError(title, "", hint), SINCE)


def test_an_outage_is_printed_once_and_so_is_its_end(capsys):
    line = OutageLine()
    for event in (outage(OutageKind.OFFLINE), outage(OutageKind.OFFLINE), None, None):
        line.show(event)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Connection problem: The server can't be reached. Retrying automatically.",
        "The connection is restored.",
    ]


def test_an_abandoned_outage_has_no_end(capsys):
    line, offline = OutageLine(), outage(OutageKind.OFFLINE)
    for event in (offline, replace(offline, given_up=True), None):
        line.show(event)
    assert "restored" not in capsys.readouterr().err


def test_the_hint_of_an_outage_is_printed(capsys):
    line = OutageLine()
    line.show(outage(OutageKind.SIGNED_OUT, "The session has expired", "Sign in again."))
    line.show(None)
    assert capsys.readouterr().err.splitlines()[1:] == ["  Sign in again.", "Continuing."]


@pytest.mark.parametrize(
    ("resumed", "message"),
    [
        (UploadResumed(1, 0), "0 of 1 file already stored"),
        (UploadResumed(2000, 1999), "1,999 of 2,000 files already stored"),
    ],
)
def test_resuming_is_printed(capsys, resumed, message):
    print_resumed(resumed)
    assert message in capsys.readouterr().err
