"""http for a server that requires https, and https for a port without TLS: said in one request."""

from __future__ import annotations

import socket
from collections import Counter
from dataclasses import replace
from threading import Thread

import pytest

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.deletion.delete_objects import DeleteObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.listing.browse import ListFolder
from s3enc_gui.jobs.listing.buckets import ListBuckets
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.servers.hostile import Answer
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.hostile.state import OPERATIONS as OPERATIONS_OF_S3

pytestmark = pytest.mark.contract

REDIRECTS = (
    "wants-https-301",
    "wants-https-302",
    "wants-https-307",
    "wants-https-308",
    "wants-https-with-request-id",
)
PORTS = ("tls-port-of-nginx", "tls-port-of-go", "tls-port-alerts", "tls-port-closes")
FILES = 40


@pytest.fixture
def paths(tmp_path):
    found = [tmp_path / f"{number}.txt" for number in range(FILES)]
    for path in found:
        path.write_bytes(path.name.encode())
    return found


@pytest.fixture
def operations(harness, paths, tmp_path):
    """Return each operation as a function."""
    connection = harness.connection
    location = Location("bucket", "k")
    plan = CopyPlan("bucket", Destination("bucket", "to"), (ObjectRef("k"),))
    request = DownloadRequest(connection, "bucket", str(tmp_path / "to"), (), ("",))
    scope = AuditScope("bucket", "")
    jobs = {
        "list buckets": ListBuckets(connection),
        "list": ListFolder(connection, "bucket"),
        "inspect": InspectObject(connection, location),
        "download": DownloadObjects(request, deadline=0.0),
        "audit": AuditBucket(connection, scope, folder=str(tmp_path / "audits")),
        "copy": CopyObjects(connection, plan),
        "delete": DeleteObjects(connection, "bucket", (ObjectRef("k"),)),
    }

    def runs(job):
        return lambda: harness.run(job)

    return {
        "upload": lambda: harness.upload("bucket", paths),
        **{name: runs(job) for name, job in jobs.items()},
    }


OPERATIONS = (
    "list buckets",
    "list",
    "inspect",
    "upload",
    "download",
    "audit",
    "copy",
    "delete",
)


@pytest.mark.parametrize("name", [*REDIRECTS, *PORTS])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_https_is_required(hostile, harness, operations, name, operation):
    misbehave(hostile, name)
    with pytest.raises(AppError) as caught:
        operations[operation]()
    assert caught.value.code == "HttpsRequired"
    url = hostile.server.endpoint_url.replace("http:", "https:")
    assert f"Use {url} instead" in caught.value.hint
    assert len(hostile.requests) == 1


def test_an_upload_whose_server_begins_to_require_https_waits(hostile, harness, paths):
    """No request is repeated: one probe is sent at a time, instead of all the files."""
    misbehave(hostile, "wants-https-in-the-middle")

    def report(event):
        if isinstance(event, OutageChanged) and event.outage:
            harness.reports.append(event.outage)
            if len(harness.reports) == 3:
                harness.stopped.set()

    outcomes = harness.upload("bucket", paths, report=report)
    assert {outage.error.code for outage in harness.reports} == {"HttpsRequired"}
    assert not [one for one in outcomes if one.error]
    sent = Counter((one.method, one.key) for one in hostile.requests if one.key)
    assert set(sent.values()) == {1}


@pytest.fixture
def https(harness, hostile):
    """The server's URL with https, although it has no TLS."""
    url = hostile.server.endpoint_url.replace("http:", "https:")
    harness.connection = replace(harness.connection, endpoint_url=url)
    return url


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.usefixtures("https")
def test_https_for_a_port_without_tls(hostile, operations, operation):
    with pytest.raises(AppError) as caught:
        operations[operation]()
    assert caught.value.code == "NoHttps"
    assert "certificate" not in str(caught.value)
    assert f"you can use {hostile.server.endpoint_url} instead" in caught.value.hint


def test_nothing_listens(harness, operations):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    harness.connection = replace(harness.connection, endpoint_url=url)
    with pytest.raises(AppError) as caught:
        harness.run(ListBuckets(harness.connection))
    assert caught.value.code == "EndpointConnectionError"


def test_a_port_that_closes_without_tls_is_a_network_fault(harness):
    def serve():
        with listener:
            for _ in range(4):  # three attempts, and the TLS handshake
                listener.accept()[0].close()

    listener = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=serve)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    harness.connection = replace(harness.connection, endpoint_url=url)
    with pytest.raises(AppError) as caught:
        harness.run(ListBuckets(harness.connection))
    assert caught.value.code == "ConnectionClosedError"
    thread.join()


@pytest.mark.parametrize("body", [b"", b"<Error><Code>PermanentRedirect</Code></Error>"])
def test_a_redirect_without_a_region_is_followed_once(hostile, harness, paths, body):
    """botocore followed its own request for the Region until Python's recursion ended."""

    def redirect(request, work):
        return Answer(301, {"x-amz-request-id": "1"}, body)

    for operation in OPERATIONS_OF_S3:
        hostile.change(operation, redirect)
    with pytest.raises(AppError) as caught:
        harness.upload("bucket", paths)
    assert "another Region" in caught.value.title
    assert len(hostile.requests) <= 4
