from __future__ import annotations

from contextlib import nullcontext
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject, Position
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.listing.browse import (
    CACHED,
    KeysResolved,
    Listed,
    ListFolder,
    PageListed,
    ReadStatuses,
    ResolvedKey,
    StatusesRead,
)
from s3enc_gui.s3.server.knowledge import ServerKnowledge
from s3enc_gui.s3.session.aws_session import AwsSession

KEY = "arn:aws:kms:eu-west-1:111122223333:key/k"
CONNECTION = Connection()


class FakeAwsSession:
    """A session with one bucket, whose objects have one KMS key; counts requests."""

    region = "eu-west-1"

    def __init__(self):
        self.heads: list[str] = []
        self.kms_asked = 0
        self.key_state = ""
        self.fields: dict[str, str] = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KEY}
        self.pages: list[Any] = []
        self.error: AppError | None = None
        self.meta = SimpleNamespace(endpoint_url="https://s3.example")
        self.connection = CONNECTION

    def s3(self, region=None):
        return self

    def kms(self, region):
        return self

    def server(self, region=None):
        return ServerKnowledge(self.meta.endpoint_url)

    transport = probe_client = s3
    at = AwsSession.at

    def head_bucket(self, **_):
        return {"BucketRegion": "eu-west-1"}

    def get_bucket_location(self, **_):
        return {"LocationConstraint": "eu-west-1"}

    def get_bucket_encryption(self, **_):
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetBucketEncryption")

    def list_objects_v2(self, **_):
        return self.pages.pop(0)

    def list_aliases(self, **_):
        self.kms_asked += 1
        return {"Aliases": [{"AliasName": "alias/aws/s3", "TargetKeyId": "k"}]}

    def describe_key(self, **_):
        if not self.key_state:
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DescribeKey")
        return {"KeyMetadata": {"Arn": KEY, "KeyId": "k", "KeyState": self.key_state}}

    async def head_object(self, bucket, key, version_id=None):
        self.heads.append(key)
        if self.error:
            raise self.error
        return {"ETag": '"e"', **self.fields}

    async def get_object(self, bucket, key, wanted):
        if self.error:
            raise self.error


class FakeServices:
    def __init__(self, loop):
        self.fake = FakeAwsSession()
        self.journal = SimpleNamespace(is_kept=True)
        self.run = loop.run
        self.aws_sessions = SimpleNamespace(renewed=lambda old, check: check(old) or old)
        self.retrying = lambda _: nullcontext()
        self.deadline = None

    def aws_session(self, _):
        return self.fake


@pytest.fixture
def services(loop):
    return FakeServices(loop)


@pytest.fixture
def aws_session(services):
    return services.fake


@pytest.fixture
def context(services, reports):
    return Context(services, reports.append)


def objects(count, **more):
    return tuple(ListedObject(f"{number}", 1, None, "e", **more) for number in range(count))


def read(context, wanted=None, **more):
    return ReadStatuses(CONNECTION, "bucket", wanted or objects(3), **more).run(context)


def reported(reports, *, cached):
    return [
        (listed.key, looked.kind)
        for report in reports
        if isinstance(report, StatusesRead) and report.cached is cached
        for listed, looked in report.statuses
    ]


def page(*keys, **more):
    return {"Contents": [{"Key": key} for key in keys], **more}


def test_pages_are_reported_and_counted(context, aws_session, reports):
    first = page("a", "b", IsTruncated=True, NextContinuationToken="t")
    empty = page(IsTruncated=True, NextContinuationToken="u")
    aws_session.pages = [first, empty, page("c", CommonPrefixes=[{"Prefix": "d/"}])]
    assert ListFolder(CONNECTION, "bucket").run(context) == Listed(4)
    assert all(isinstance(report, PageListed) for report in reports)
    assert [len(report.page.objects) for report in reports] == [2, 1]
    assert {report.region for report in reports} == {"eu-west-1"}


def test_a_listing_stops_at_its_limit_and_returns_the_position(context, aws_session, reports):
    first = page("a", "b", IsTruncated=True, NextContinuationToken="t")
    aws_session.pages = [first, page("c")]
    assert ListFolder(CONNECTION, "bucket", limit=2).run(context) == Listed(
        2, Position("b", token="t")
    )
    assert len(reports) == 1


def test_a_listing_that_ends_at_its_limit_is_complete(context, aws_session):
    aws_session.pages = [page("a", "b")]
    assert ListFolder(CONNECTION, "bucket", limit=2).run(context) == Listed(2)


def test_a_listing_can_be_canceled(services, aws_session):
    stopped = Event()
    aws_session.pages = [page("a", IsTruncated=True, NextContinuationToken="t"), page("b")]
    context = Context(services, lambda _: stopped.set(), stopped)
    with pytest.raises(Cancelled):
        ListFolder(CONNECTION, "bucket").run(context)


def test_each_status_is_read(context, aws_session, reports):
    aws_session.fields = {"ServerSideEncryption": "AES256"}
    assert read(context) == 3
    assert aws_session.heads == ["0", "1", "2"]
    assert reported(reports, cached=False) == [(key, StatusKind.SSE_S3) for key in "012"]


def test_statuses_are_cached(context, aws_session, reports):
    read(context)
    del reports[:], aws_session.heads[:]
    assert read(context, objects(4)) == 1
    assert aws_session.heads == ["3"]
    assert [key for key, _ in reported(reports, cached=True)] == ["0", "1", "2"]
    assert [key for key, _ in reported(reports, cached=False)] == ["3"]


def test_cached_statuses_are_reported_before_any_request(context, services, aws_session, reports):
    read(context)
    asked_by_then: list[int] = []
    del aws_session.heads[:]
    read(Context(services, lambda _: asked_by_then.append(len(aws_session.heads))), objects(6))
    assert asked_by_then[0] == 0


def test_fresh_reads_again_and_updates_the_cache(context, aws_session, reports):
    read(context)
    aws_session.fields = {"ServerSideEncryption": "AES256"}
    del reports[:]
    assert read(context, fresh=True) == 3
    assert reported(reports, cached=True) == []
    read(context)
    assert reported(reports, cached=True) == [(key, StatusKind.SSE_S3) for key in "012"]


def test_a_cached_status_keeps_its_time(context, reports):
    read(context)
    read(context)
    fresh, cached = [one for one in reports if isinstance(one, StatusesRead)]
    assert {looked.at for _, looked in fresh.statuses} == {
        looked.at for _, looked in cached.statuses
    }


@pytest.mark.parametrize("code", ["403", "404", "ConnectionClosedError"])
def test_errors_are_not_cached(context, aws_session, code):
    aws_session.error = AppError("No", code=code)
    read(context)
    assert read(context) == 3


def test_an_object_that_was_overwritten_is_not_cached_as_the_listed_one(context):
    wanted = (ListedObject("a", 1, None, "older"),)
    read(context, wanted)
    assert read(context, wanted) == 1


def test_without_a_journal_on_disk_nothing_is_cached(context, services):
    services.journal.is_kept = False
    read(context)
    assert read(context) == 3


def test_keys_are_looked_up_once(context, aws_session, reports):
    read(context)
    read(context)
    learned = [report for report in reports if isinstance(report, KeysResolved)]
    assert learned == [KeysResolved({KEY: ResolvedKey(("alias/aws/s3",), True)})] * 2
    assert aws_session.kms_asked == 1


def test_the_state_of_a_key_is_reported_without_another_request(context, aws_session, reports):
    aws_session.key_state = "Disabled"
    read(context)
    (learned,) = [report for report in reports if isinstance(report, KeysResolved)]
    assert learned.keys[KEY].state == "Disabled"
    assert aws_session.kms_asked == 1


def test_a_known_key_is_in_the_status(context, reports):
    read(context)
    del reports[:]
    read(context)
    assert reported(reports, cached=True) == [(key, StatusKind.SSE_KMS_AWS) for key in "012"]


def test_keys_are_looked_up_again_if_requested(context, aws_session):
    read(context)
    read(context, fresh=True)
    assert aws_session.kms_asked == 1
    read(context, fresh=True, fresh_keys=True)
    assert aws_session.kms_asked == 2


def test_expired_credentials_end_it_after_the_first_results(context, aws_session, reports):
    aws_session.error = AppError("The sign-in ran out", code="ExpiredToken")
    with pytest.raises(AppError, match="ran out"):
        read(context)
    assert reported(reports, cached=False)[0] == ("0", StatusKind.UNKNOWN)


def test_results_of_a_canceled_job_are_cached(services, aws_session):
    stopped = Event()
    with pytest.raises(Cancelled):
        read(Context(services, lambda _: stopped.set(), stopped), objects(3 * CACHED))
    known = len(aws_session.heads)
    assert read(Context(services), objects(3 * CACHED)) <= 3 * CACHED - known + 256
