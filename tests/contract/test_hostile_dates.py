"""Odd dates are not known; they make nothing unreadable, in any time zone."""

from __future__ import annotations

import json
import time

import pytest

from s3enc_gui.cli.output import details_document
from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.jobs.audits.export import AuditFormat, ExportAudit
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.incomplete_uploads import FindIncompleteUploads
from s3enc_gui.jobs.listing.browse import ListFolder, PageListed
from s3enc_gui.jobs.listing.buckets import ListBuckets
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.wording.labels import details_rows
from tests.servers.hostile import BUCKET
from tests.servers.hostile.faults.dates import ODD
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

FAULTS = ("lists-have-odd-dates", "objects-have-odd-dates", "answers-have-odd-dates")
KEYS = [f"d/{number:02}" for number in range(len(ODD) + 1)]


@pytest.fixture(autouse=True, params=["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def harness(hostile, connect):
    for key in KEYS:
        hostile.put(key, b"data")
    misbehave(hostile, *FAULTS)
    return connect(hostile.server)


@pytest.mark.parametrize("versions", [False, True])
def test_a_folder_is_listed(harness, versions):
    harness.run(ListFolder(harness.connection, BUCKET, "d/", versions=versions))
    pages = [event.page for event in harness.reports if isinstance(event, PageListed)]
    listed = [one for page in pages for one in page.objects]
    assert [one.key for one in listed] == KEYS
    years = {one.modified and one.modified.year for one in listed}
    assert years == {None, 9999, 1970}  # 0 is botocore's first second


def test_buckets_are_listed(harness):
    assert BUCKET in harness.run(ListBuckets(harness.connection))


def test_an_object_is_shown(harness):
    for key in KEYS:
        details = harness.run(InspectObject(harness.connection, Location(BUCKET, key)))
        assert dict(details_rows(details))["Last modified"]
        json.dumps(details_document(details))


@pytest.mark.parametrize("form", AuditFormat)
def test_an_audit_is_complete_and_exported(harness, tmp_path, form):
    job = AuditBucket(harness.connection, AuditScope(BUCKET, "d/"), folder=str(tmp_path))
    done = harness.run(job)
    assert done.report.summary.objects == len(KEYS)
    path = tmp_path / "audit"
    harness.run(ExportAudit(done.path, str(path), form))
    assert f"{BUCKET}" in path.read_text(encoding="utf-8")


def test_a_folder_is_downloaded(harness, tmp_path):
    request = DownloadRequest(harness.connection, BUCKET, str(tmp_path), prefixes=("d/",))
    summary = harness.run(DownloadObjects(request))
    assert summary.failed == ()
    assert len(list((tmp_path / "d").iterdir())) == len(KEYS)


def test_incomplete_uploads_are_found(harness, hostile):
    client = harness.aws_session.s3()
    for key in KEYS:
        client.create_multipart_upload(Bucket=BUCKET, Key=key)
    found = harness.run(FindIncompleteUploads(harness.connection, BUCKET))
    assert sorted(one.key for one in found) == KEYS
