"""A deleted object, or a version that is a delete marker, is said to be one by each operation."""

from __future__ import annotations

import pytest

from s3enc_gui.cli.download import print_result
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DownloadRequest, requested_object
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.downloads.interrupted import CheckDownloads
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.servers.hostile import BUCKET
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

DELETED, MARKER = "The object was deleted", "This version is a delete marker"


@pytest.fixture(params=[None, "v1"], ids=["latest", "version"])
def version(request, hostile):
    """A version id, of which the server says that it is a delete marker; None: the latest."""
    hostile.put("k.txt", b"data")
    name = "versions-are-delete-markers" if request.param else "look-finds-delete-marker"
    misbehave(hostile, name)
    return request.param


@pytest.fixture
def title(version):
    return MARKER if version else DELETED


def test_inspect(harness, version, title):
    with pytest.raises(AppError) as caught:
        harness.run(InspectObject(harness.connection, Location(BUCKET, "k.txt"), version))
    assert caught.value.title == title


def test_download(harness, tmp_path, capsys, version, title):
    requested = (requested_object("k.txt", version),)
    request = DownloadRequest(harness.connection, BUCKET, str(tmp_path), requested)
    (result,) = harness.run(DownloadObjects(request)).results
    assert result.error
    assert result.error.title == title
    assert harness.run(CheckDownloads()) == ()
    print_result(result, quiet=False)
    assert "If it is a folder" not in capsys.readouterr().err


def test_copy(harness, version, title):
    plan = CopyPlan(BUCKET, Destination(BUCKET, "to"), (ObjectRef("k.txt", version),))
    (outcome,) = harness.run(CopyObjects(harness.connection, plan)).outcomes
    assert outcome.error
    assert outcome.error.title == title


@pytest.mark.parametrize("fault", ["copy-misses-its-source", "copy-may-not-read"])
def test_a_copy_that_fails_names_its_source(hostile, harness, fault):
    hostile.put("from/k.txt", b"data")
    misbehave(hostile, fault)
    plan = CopyPlan(BUCKET, Destination(BUCKET, "to"), (ObjectRef("from/k.txt"),))
    (outcome,) = harness.run(CopyObjects(harness.connection, plan)).outcomes
    assert outcome.error
    assert "“from/k.txt”" in outcome.error.detail
    assert "to/k.txt" not in outcome.error.detail
