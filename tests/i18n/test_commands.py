"""Every command, every error table and every report in the pseudo-language."""

from __future__ import annotations

import argparse
import dataclasses
import errno
import os
import re
from datetime import UTC, datetime

import pytest

from s3enc_gui import __main__ as program
from s3enc_gui.cli import main
from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.groups import Group, GroupCount, Summary
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.i18n import Sentences, Text
from s3enc_gui.s3.errors.messages import (
    botocore_exceptions,
    bucket,
    denied,
    identity,
    kms,
    lookup,
    transfer,
)
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage
from s3enc_gui.wording.audits.audit_html import html_texts
from tests.i18n.shown_text import bare
from tests.servers.hostile import hostile_server
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.server import REGION

pytestmark = pytest.mark.usefixtures("pseudo_language")

COMMANDS = (
    "upload",
    "download",
    "copy",
    "move",
    "inspect",
    "audit",
    "bucket",
    "guard",
    "keys",
    "reencrypt",
    "history",
    "connections",
    "self-test",
    "check-updates",
    "licenses",
)
# Of `s3enc connections`, `self-test`, `bucket`, `guard` and `keys`.
ACTIONS = (
    *("list", "test", "sign", "self", "check"),
    *("show", "encryption", "undo", "set", "remove", "prove", "export"),
    *("generate", "import", "rename"),
)
# argparse's own, and the metavars and choices of options.
ARGPARSE = re.compile(
    r"[uU]sage:|positional arguments:|options:|show this help message and exit|error:|argument"
    r"|show program's version number and exit|the following arguments are required:|choose from"
    r"|invalid choice:|unrecognized arguments:|expected one argument|invalid \w+ value:"
    r"|ID\|ARN\|alias/NAME|FILE\|keyring:NAME"
    r"|%\(\w+\)s|\[-+[\w -]+(?:\{[^}]*\}|[A-Z_=:/{},a-z]*)?\]"
    r"|--?[a-z][\w-]*|\{[^}]*\}|\b[A-Z_]{2,}\b"
)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DATA = ("bucket", "1/2.bin", "2.bin", "1/", "false")
SYSTEM = (os.strerror(errno.ENOENT),)  # what the system says


def run(capsys, *arguments):
    try:
        status = main([str(one) for one in arguments])
    except SystemExit as end:
        status = int(end.code or 0)
    captured = capsys.readouterr()
    return status, captured.out + captured.err


@pytest.mark.parametrize("command", [(), *((one,) for one in COMMANDS)])
def test_help(capsys, command):
    status, shown = run(capsys, *command, "--help")
    assert (status, bare(ARGPARSE.sub(" ", shown), "s3enc", *COMMANDS, *ACTIONS)) == (0, "")


def test_help_of_the_window(capsys):
    parser: argparse.ArgumentParser = program._parser()
    assert bare(ARGPARSE.sub(" ", parser.format_help()), "s3enc-gui") == ""


@pytest.fixture
def place(monkeypatch, tmp_path):
    """A hostile S3 that behaves, with two objects; the current folder has one file."""
    (tmp_path / "2.bin").write_bytes(b"12345")
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    monkeypatch.chdir(tmp_path)
    with hostile_server() as server:
        for name, value in server.server.environment().items():
            monkeypatch.setenv(name, value)
        server.put("1/2.bin", b"12345")
        server.put("1/3.bin", b"123")
        yield server


COMMAND_LINES = (
    ("upload", "2.bin", "s3://bucket/9/"),
    ("upload", "2.bin", "s3://bucket/1/"),  # it already exists
    ("upload", "2.bin", "s3://bucket/1/", "--if-exists", "skip"),
    ("upload", "2.bin", "s3://bucket/1//", "--sse", "AES256"),
    ("upload", "0", "s3://bucket/1/"),
    ("upload", "2.bin", "s3://bucket/1/", "--sse", "aws:kms", "--sse-kms-key-id", "alias/0"),
    ("upload", "2.bin", "s3://99-none/1/"),
    ("upload", "2.bin", "s3://bucket/9/", "--check"),
    ("inspect", "s3://bucket/1/2.bin"),
    ("inspect", "s3://bucket/1/0"),
    ("inspect", "s3://B_"),
    ("copy", "s3://bucket/1/2.bin", "s3://bucket/9/2.bin"),
    ("copy", "s3://bucket/1/2.bin", "s3://bucket/1/3.bin"),  # it already exists
    ("move", "s3://bucket/1/", "s3://bucket/9/"),
    ("download", "s3://bucket/1/", "7"),
    ("download", "s3://bucket/0/", "7"),
    ("download", "s3://bucket/1/2.bin", "7"),
    ("audit", "s3://bucket/"),
    ("audit", "s3://bucket/", "--require", "aws:kms"),
    ("audit", "s3://bucket/", "--require", "0"),
    ("audit", "s3://bucket/", "--versions", "--format", "table"),
    ("bucket", "show", "s3://bucket"),
    ("bucket", "encryption", "s3://bucket", "--block-sse-c", "--dry-run"),
    ("bucket", "undo", "s3://bucket"),
    ("guard", "show", "s3://bucket"),
    ("guard", "remove", "s3://bucket", "--dry-run"),
    ("reencrypt", "s3://bucket/1/", "--to", "AES256", "--dry-run"),
    ("history",),
    ("history", "--search", "2.bin"),
)


@pytest.mark.parametrize("words", COMMAND_LINES, ids=" ".join)
@pytest.mark.usefixtures("place")
def test_what_a_command_prints(capsys, tmp_path, words):
    _, shown = run(capsys, *words)
    assert shown.strip()
    assert (
        bare(
            ARGPARSE.sub(" ", shown.replace(str(tmp_path), "").replace(REGION, "")),
            *DATA,
            *SYSTEM,
            "s3enc",
            *COMMANDS,
        )
        == ""
    )


@pytest.mark.parametrize(
    "fault", ["encryption-dropped", "putobject-403-always", "get-has-other-bytes"]
)
def test_what_a_command_prints_of_a_fault(capsys, tmp_path, place, fault):
    misbehave(place, fault)
    shown = "".join(
        run(capsys, *words)[1]
        for words in (
            ("upload", "2.bin", "s3://bucket/9/", "--sse", "AES256"),
            ("download", "s3://bucket/1/2.bin", "7"),
        )
    )
    assert bare(ARGPARSE.sub(" ", shown.replace(str(tmp_path), "")), *DATA) == ""


MODULES = (bucket, denied, identity, kms, botocore_exceptions, lookup, transfer)


def error_messages(value):
    """Every ErrorMessage in a table, however deep."""
    if isinstance(value, ErrorMessage):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from error_messages(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from error_messages(one)


def test_every_error_of_the_tables():
    found = [one for module in MODULES for one in error_messages(list(vars(module).values()))]
    assert len(found) > 100
    for message in found:
        for text in message.filled({}):
            assert isinstance(text, Text | Sentences) or text == "", message
            assert bare(str(text)) == "", message


def test_the_html_report():
    facts = AuditFacts(AuditScope("bucket", "1/"), NOON, NOON, None, "eu-west-1")
    kinds = [
        GroupCount(Group(kind, None, "AES256"), number, number * 1000)
        for number, kind in enumerate(StatusKind, 1)
    ]
    report = AuditReport(dataclasses.replace(facts, listed=9, all_listed=True), Summary.of(kinds))
    page = "".join(html_texts(report, iter(()), 0))
    assert bare(page, "bucket", "utf-8") == ""
