"""The upload wizard in the pseudo-language."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.facts import BucketSettings
from s3enc_gui.domain.preflight.planned_upload import CUSTOMER_ALGORITHM as CUSTOMER
from s3enc_gui.domain.preflight.planned_upload import SSE
from s3enc_gui.domain.uploads.found import FoundFile, FoundLink, Kind, LinkState
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.preflight.read_settings import ReadBucketSettings, ReadOwner
from s3enc_gui.jobs.uploads.scan import Scanned
from s3enc_gui.jobs.uploads.upload import UploadFiles
from tests.fakes.samples import ERROR, outcome
from tests.gui.uploads.conftest import ALIASES
from tests.gui.uploads.test_preflight import read
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "invoices/text.txt", "/home/anna/text.txt", "text.txt", "test_key", "old_key")
MORE = ("work", "/home/a.txt", "/home", "a.txt", "in/", "in", *map(str, ERROR.texts), "invoices")


def test_encryption_before_upload(ready, runner):
    ready.show_permissions()
    ready.go_next()
    ready.properties.client_side.setChecked(True)
    runner.handle_of(ListKeys).succeed(ALIASES)
    ready.draft.client_context.set_pairs([("invoices", "invoices")])
    check_texts(ready, *DATA, *MORE)


def test_every_page(with_keys):
    check_texts(with_keys, *DATA, *MORE)
    for go in (with_keys.show_permissions, with_keys.go_next, with_keys.go_next):
        go()
        check_texts(with_keys, *DATA, *MORE)


@pytest.mark.parametrize("followed", [False, True])
def test_every_notice_about_files(ready, runner, followed):
    names = ("p/", "p/x", "p/e/", "p/.DS_Store", "p/a.txt", "p/y", "p/z", "e/")
    files = (
        FoundFile("/p/a.txt", "p/a.txt", 1, cloud_only=True),
        FoundFile("/p/e", "p/e/", 0, Kind.EMPTY_FOLDER),
        FoundFile("/p/.DS_Store", "p/.DS_Store", 1, Kind.SYSTEM_FILE),
    )
    links = tuple(
        FoundLink(f"/p/{name}", f"p/{name}", "..", state)
        for name, state in zip("xyz", list(LinkState)[1:], strict=True)
    )
    choices = ready.files.choices
    for row in (choices.linked_folders, choices.empty_folders):
        row.box.setChecked(followed)
    ready.files.add(["/p"])
    runner.succeed(Scanned(files, (), links))
    assert choices.loops.isVisible() is followed
    check_texts(ready, *DATA, *MORE, *names, ".DS_Store", "a.txt")


@pytest.mark.parametrize("kind", list(Result))
def test_every_result(ready, runner, kind):
    ready.upload()
    check_texts(ready, *DATA, *MORE)
    runner.handle_of(UploadFiles).succeed((outcome(kind),))
    check_texts(ready, *DATA, *MORE)


CHECKED = ("demo", "user", "anna", "Rule0", "Rule1", "Rule2", "Rule3", "Nobody", "aws:SourceIp")
CONDITIONS = (
    {"StringNotEquals": {SSE: ["aws:kms", "aws:kms:dsse"]}},
    {"Null": {SSE: "true"}},
    {"Null": {CUSTOMER: "true"}},
    {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
)


@pytest.mark.parametrize("conditions", [CONDITIONS[:3], CONDITIONS[3:], ()], ids=len)
@pytest.mark.parametrize("acl", [None, "private"])
def test_the_checks(known, runner, conditions, acl):
    read(runner, *conditions)
    known.permissions.acl.setCurrentIndex(known.permissions.acl.findData(acl))
    known._show_page(3)
    check_texts(known, *DATA, *MORE, *CHECKED)


def test_checks_that_cannot_be_made(known, runner):
    denied = AppError("Nobody", code="AccessDenied")
    runner.handle_of(ReadBucketSettings).succeed(BucketSettings(*(denied,) * 4))
    runner.handle_of(ReadOwner).fail(denied)
    known._show_page(3)
    check_texts(known, *DATA, *MORE, *CHECKED)
