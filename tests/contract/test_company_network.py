"""A company's network: a proxy with a password, and a private certificate authority."""

from __future__ import annotations

from threading import Thread

import pytest

from s3enc_gui.domain.downloads.download import DownloadRequest, FileOutcome
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.listing.buckets import ListBuckets
from s3enc_gui.jobs.uploads.queue.events import BytesSent
from s3enc_gui.s3.network.client_proxies import can_serve
from s3enc_gui.s3.session.aws_session import AwsSession
from tests.servers.proxy import proxying

pytestmark = pytest.mark.contract

FILES = 20  # fewer than the connections of a botocore client


@pytest.fixture
def proxy(monkeypatch):
    with proxying("user", "p@ss word") as proxy:
        for name in ("HTTPS_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://user:p%40ss%20word@{proxy.address}")
        yield proxy


@pytest.fixture(params=["mixed_transport", "botocore_transport"])
def harness(request, seaweedfs_tls, connect, proxy, monkeypatch):
    monkeypatch.setattr(AwsSession, "mixed_transport", getattr(AwsSession, request.param))
    return connect(seaweedfs_tls)


def test_uploads_are_verified_and_downloaded(
    harness, seaweedfs_tls, new_bucket, proxy, large, tmp_path
):
    bucket, key = new_bucket(seaweedfs_tls), seaweedfs_tls.new_key()
    source = tmp_path / "source"
    source.mkdir()
    for number in range(FILES):
        (source / f"{number:02}").write_bytes(b"%d" % number * 1000)
    paths = [large, *sorted(source.iterdir())]
    outcomes = harness.upload(bucket, paths, EncryptionChoice(Encryption.SSE_KMS, key))
    assert [one.result for one in outcomes] == [Result.VERIFIED] * (FILES + 1)
    request = DownloadRequest(harness.connection, bucket, str(tmp_path / "to"), prefixes=("",))
    results = harness.run(DownloadObjects(request)).results
    assert {one.ended for one in results} <= {FileOutcome.CHECKED, FileOutcome.ARRIVED}
    for path in paths:
        assert (tmp_path / "to" / path.name).read_bytes() == path.read_bytes()
    assert set(proxy.tunnels) == {seaweedfs_tls.endpoint_url.removeprefix("https://")}
    assert len(proxy.tunnels) < 3 * FILES  # they are used again
    assert any(seaweedfs_tls.kms_endpoint_url in one for one in proxy.requests)
    assert proxy.denied == 0


def test_the_fast_transport_is_used(seaweedfs_tls, connect, proxy):
    assert can_serve(connect(seaweedfs_tls).aws_session.s3())


def test_a_wrong_password(seaweedfs_tls, connect, proxy, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:wrong@{proxy.address}")
    harness = connect(seaweedfs_tls)
    with pytest.raises(AppError) as caught:
        harness.run(ListBuckets(harness.connection))
    assert caught.value.code == "ProxyAuthenticationRequired"
    assert proxy.denied == 1


def test_without_the_private_authority(seaweedfs_tls, connect, proxy, monkeypatch):
    harness = connect(seaweedfs_tls)
    monkeypatch.delenv("AWS_CA_BUNDLE")
    with pytest.raises(AppError) as caught:
        harness.run(ListBuckets(harness.connection))
    assert str(caught.value.texts[0]) == "The server's certificate isn't trusted"


def test_a_password_that_changes_during_an_upload(
    harness, seaweedfs_tls, new_bucket, proxy, large, monkeypatch
):
    """The queue waits, says why, and goes on with the new password."""
    outages: list[OutageKind | None] = []
    threads: list[Thread] = []

    def report(event):  # on the event loop, which `retry_now` waits for
        if isinstance(event, BytesSent) and not outages:
            outages.append(None)
            proxy.require("user", "new")
            proxy.close_connections()
        if isinstance(event, OutageChanged) and event.outage:
            outages.append(event.outage.kind)
            for name in ("HTTPS_PROXY", "HTTP_PROXY"):
                monkeypatch.setenv(name, f"http://user:new@{proxy.address}")
            threads.append(Thread(target=harness.services.retry_now))
            threads[-1].start()

    (outcome,) = harness.upload(new_bucket(seaweedfs_tls), [large], report=report)
    for thread in threads:
        thread.join()
    assert outcome.result is Result.VERIFIED
    assert OutageKind.PROXY in outages
