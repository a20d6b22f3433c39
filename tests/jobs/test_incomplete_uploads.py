"""Incomplete uploads on a server that applies bucket policies."""

from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.progress import Progress
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.incomplete_uploads import AbortIncompleteUploads
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile

pytestmark = pytest.mark.contract

ABORT, LIST_PARTS = "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"


@pytest.fixture
def services(tmp_path, demo_server, monkeypatch):
    for name, value in demo_server.environment().items():
        monkeypatch.setenv(name, value)
    services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
    yield services
    services.close()


@pytest.fixture
def bucket(demo_server, new_bucket):
    return new_bucket(demo_server)


@pytest.fixture
def s3(demo_server):
    return demo_server.client("s3")


@pytest.fixture
def incomplete_uploads(s3, bucket):
    begun = [s3.create_multipart_upload(Bucket=bucket, Key=key) for key in ("x/a", "x/b")]
    return tuple(IncompleteUpload(one["Key"], one["UploadId"]) for one in begun)


def deny(s3, bucket, *actions):
    everything = f"arn:aws:s3:::{bucket}/*"
    denial = {"Effect": "Deny", "Principal": "*", "Action": actions, "Resource": everything}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Statement": [denial]}))


def abort(services, bucket, incomplete_uploads, **more):
    return AbortIncompleteUploads(Connection(), bucket, incomplete_uploads, **more).run(
        Context(services)
    )


def test_reports_progress(services, bucket, incomplete_uploads):
    reports: list[object] = []
    left = AbortIncompleteUploads(Connection(), bucket, incomplete_uploads).run(
        Context(services, reports.append)
    )
    assert left == ()
    assert reports == [Progress(1, 2), Progress(2, 2)]


@pytest.mark.parametrize("denied", [[ABORT], [ABORT, LIST_PARTS]])
def test_without_permission_they_still_exist(services, s3, bucket, incomplete_uploads, denied):
    deny(s3, bucket, *denied)
    assert abort(services, bucket, incomplete_uploads, prefix="x/") == incomplete_uploads
    s3.delete_bucket_policy(Bucket=bucket)
    assert abort(services, bucket, incomplete_uploads, prefix="x/") == ()


def test_aborting_twice(services, bucket, incomplete_uploads):
    abort(services, bucket, incomplete_uploads)
    assert abort(services, bucket, incomplete_uploads) == ()
