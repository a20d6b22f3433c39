"""What is printed when printing itself is the trouble, and when nothing came of the command."""

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
    OutageLine,
    on_a_line,
    outcome_document,
    print_json,
    print_outcome,
    say_notice,
    say_resumed,
)
from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import Reverification
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.uploads.upload import Resumed
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


def test_what_is_unusual_about_a_listing_goes_beside_the_output(capsys):
    say_notice(ListingNotice.ANEW)
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "read again from the beginning" in err


def test_what_could_not_be_told_this_time_is_not_verified_in_json():
    receipt = Receipt.of(proved(DETAILS), "my-bucket")
    outcome = replace(
        proved(replace(DETAILS, checksum=None)), again=Reverification(1, receipt, NOON)
    )
    document = outcome_document(outcome, "my-bucket")
    assert outcome.result is Result.CANNOT_TELL
    assert (receipt.verdict, document["verdict"]) == ("verified", "cannot tell")


def test_a_name_cannot_command_the_terminal():
    assert on_a_line("a\nb\x1b[31m – ž") == "a\\nb\\x1b[31m – ž"


def test_what_a_server_dropped_is_said_and_commands_no_terminal(capsys):
    asked = Properties(tags=(("team", "blue"),), metadata=(("owner", "anna"),))
    details = replace(DETAILS, tags={"team": "\x1b[31m"}, content_type="x")
    print_outcome(proved_with(asked, details, "text/plain"), "my-bucket", quiet=False)
    told = capsys.readouterr().err.splitlines()
    assert told[1:] == [
        "  Content type: asked for text/plain, stored as x",
        "  User metadata: asked for owner=anna, stored as none",
        "  Tags: asked for team=blue, stored as team=\\x1b[31m",
    ]


@pytest.mark.parametrize(
    ("end", "code", "status"),
    [(Cancelled(), "Interrupted", 130), (KeyError("x"), "InternalError", 1)],
)
def test_however_it_ends_json_is_one_document(s3enc, monkeypatch, end, code, status):
    def attended(_, told):
        raise end

    monkeypatch.setattr(command_line, "attended", attended)
    ran = s3enc(*INSPECT)
    assert (ran.status, ran.json["error"]["code"]) == (status, code)
    assert "Traceback" not in ran.err


def test_an_interrupt_while_loading_is_130(s3enc, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "run", interrupted)
    ran = s3enc(*INSPECT)
    assert (ran.status, ran.err) == (130, "Interrupted.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_full_disk_under_the_output_is_said_in_words():
    code = "import sys; from s3enc_gui.cli import main; sys.exit(main(sys.argv[1:]))"
    with open("/dev/full", "w") as full:  # noqa: PTH123
        words = [sys.executable, "-c", code, "upload", "nothing", "s3://my-bucket/", "--json"]
        ran = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert "The results cannot be printed [ENOSPC]" in ran.stderr
    assert "Traceback" not in ran.stderr


SINCE = datetime(2026, 3, 1, 12, tzinfo=UTC)


def outage(outage_kind, title="The server cannot be reached", hint=""):
    return Outage(outage_kind, AppError(title, "", hint), SINCE)


def test_bad_outage_is_said_once_and_so_is_its_end(capsys):
    words = OutageLine()
    for one in (outage(OutageKind.OFFLINE), outage(OutageKind.OFFLINE), None, None):
        words.say(one)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Waiting for better weather: The server cannot be reached. It goes on by itself.",
        "The connection is back.",
    ]


def test_a_connection_that_was_given_up_is_not_back(capsys):
    words, offline = OutageLine(), outage(OutageKind.OFFLINE)
    for one in (offline, replace(offline, given_up=True), None):
        words.say(one)
    assert "back" not in capsys.readouterr().err


def test_what_the_user_has_to_do_about_the_outage_is_said(capsys):
    words = OutageLine()
    words.say(outage(OutageKind.SIGNED_OUT, "The session has expired", "Sign in again."))
    words.say(None)
    assert capsys.readouterr().err.splitlines()[1:] == ["  Sign in again.", "It goes on."]


@pytest.mark.parametrize(
    ("resumed", "words"),
    [
        (Resumed(1, 0), "1 file is known, 0 had"),
        (Resumed(2000, 1999), "2,000 files are known, 1,999"),
    ],
)
def test_going_on_is_said(capsys, resumed, words):
    say_resumed(resumed)
    assert words in capsys.readouterr().err
