"""Files that failed because of their KMS key are uploaded again with another one."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.jobs.uploads.other_key import FindKeyDestination, UseOtherKey
from s3enc_gui.jobs.uploads.queue.events import TransferEnded
from s3enc_gui.jobs.uploads.upload import FilesQueued
from tests.end_to_end.waiting import wait_for
from tests.servers.hostile import refusal
from tests.servers.hostile.stored import KEY

pytestmark = pytest.mark.contract

ARN = "arn:aws:kms:us-east-1:123456789012:key/"
OLD, NEW = (
    f"{ARN}1234abcd-12ab-34cd-56ef-000000000000",
    f"{ARN}1234abcd-12ab-34cd-56ef-111111111111",
)


@pytest.fixture
def failed(hostile, harness, tmp_path):
    """Ids of three transfers: two failed because of their key, the third is stored."""

    def refuse(request, work):
        if request.headers.get(KEY) == OLD and request.key != "c.txt":
            return refusal(400, "KMS.DisabledException", f"{OLD} is disabled.")
        return work()

    hostile.change("PutObject", refuse)
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path in paths:
        path.write_text(path.name)
    choice = EncryptionChoice(Encryption.SSE_KMS, OLD, bucket_key=True)
    outcomes = harness.upload("bucket", paths, choice)
    assert [one.result for one in outcomes] == [Result.FAILED, Result.FAILED, Result.VERIFIED]
    (queued,) = [one for one in harness.reports if isinstance(one, FilesQueued)]
    return queued.ids


def test_only_what_failed_is_sent_again_with_the_other_key(hostile, harness, failed):
    where = harness.run(FindKeyDestination(failed[:2]))
    assert (where.bucket, where.key, where.ids) == ("bucket", OLD, failed[:2])
    events: list[object] = []
    end = harness.services.transfers.watch(events.append)
    before = len(hostile.ever["bucket", "c.txt"])
    assert harness.run(UseOtherKey(failed, NEW)) == 2
    ended = lambda: [one.outcome for one in events if isinstance(one, TransferEnded)]  # noqa: E731
    wait_for(lambda: len(ended()) == 2, what="both ends")
    end()
    assert {one.result for one in ended()} == {Result.VERIFIED}
    for key in ("a.txt", "b.txt"):
        assert hostile.objects[key].headers[KEY] == NEW
        assert hostile.objects[key].headers[f"{KEY[: -len('-aws-kms-key-id')]}-bucket-key-enabled"]
    assert len(hostile.ever["bucket", "c.txt"]) == before


def test_files_for_another_bucket_are_left_for_the_next_time(harness, failed):
    journal, connection = harness.services.journal, harness.connection
    options = journal.batch(journal.transfer(failed[0]).batch).options
    batch, (other,) = journal.add(connection, "other", options, [UploadItem("/x", "x", 1)])
    assert batch.bucket == "other"
    assert harness.run(FindKeyDestination((*failed[:2], other))).ids == failed[:2]
