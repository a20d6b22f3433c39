from __future__ import annotations

from contextlib import closing
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.aio.event_loop import EventLoop
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

KEY = "arn:aws:kms:eu-west-1:111122223333:key/k"
CONNECTION = Connection()


class FakeAwsSession:
    """A cloud with one bucket, all of whose objects have one key; counts what is asked."""

    region = "eu-west-1"

    def __init__(self):
        self.heads: list[str] = []
        self.kms_asked = 0
        self.fields: dict[str, str] = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KEY}
        self.pages: list[Any] = []
        self.error: AppError | None = None
        self.meta = SimpleNamespace(endpoint_url="https://s3.example")

    def s3(self, region=None):
        return self

    def kms(self, region):
        return self

    transport = s3

    def head_bucket(self, **_):
        return {"BucketRegion": "eu-west-1"}

    def list_objects_v2(self, **_):
        return self.pages.pop(0)

    def list_aliases(self, **_):
        self.kms_asked += 1
        return {"Aliases": [{"AliasName": "alias/aws/s3", "TargetKeyId": "k"}]}

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

    def aws_session(self, _):
        return self.fake


@pytest.fixture
def services():
    with closing(EventLoop()) as loop:
        yield FakeServices(loop)


@pytest.fixture
def aws_session(services):
    return services.fake


@pytest.fixture
def reports():
    return []


@pytest.fixture
def context(services, reports):
    return Context(services, reports.append)


def objects(count, **more):
    return tuple(ListedObject(f"{number}", 1, None, "e", **more) for number in range(count))


def look(context, wanted=None, **more):
    return ReadStatuses(CONNECTION, "bucket", wanted or objects(3), **more).run(context)


def came(reports, *, cached):
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


def test_a_listing_stops_at_its_limit_and_says_where(context, aws_session, reports):
    first = page("a", "b", IsTruncated=True, NextContinuationToken="t")
    aws_session.pages = [first, page("c")]
    assert ListFolder(CONNECTION, "bucket", limit=2).run(context) == Listed(
        2, Position("b", token="t")
    )
    assert len(reports) == 1


def test_a_listing_that_ends_at_its_limit_is_complete(context, aws_session):
    aws_session.pages = [page("a", "b")]
    assert ListFolder(CONNECTION, "bucket", limit=2).run(context) == Listed(2)


def test_a_listing_stops_when_asked(services, aws_session):
    stopped = Event()
    aws_session.pages = [page("a", IsTruncated=True, NextContinuationToken="t"), page("b")]
    context = Context(services, lambda _: stopped.set(), stopped)
    with pytest.raises(Cancelled):
        ListFolder(CONNECTION, "bucket").run(context)


def test_each_object_is_looked_at(context, aws_session, reports):
    aws_session.fields = {"ServerSideEncryption": "AES256"}
    assert look(context) == 3
    assert aws_session.heads == ["0", "1", "2"]
    assert came(reports, cached=False) == [(key, StatusKind.SSE_S3) for key in "012"]


def test_the_second_time_it_is_known(context, aws_session, reports):
    look(context)
    del reports[:], aws_session.heads[:]
    assert look(context, objects(4)) == 1
    assert aws_session.heads == ["3"]
    assert [key for key, _ in came(reports, cached=True)] == ["0", "1", "2"]
    assert [key for key, _ in came(reports, cached=False)] == ["3"]


def test_what_is_known_comes_before_anything_is_asked(context, services, aws_session, reports):
    look(context)
    asked_by_then: list[int] = []
    del aws_session.heads[:]
    look(Context(services, lambda _: asked_by_then.append(len(aws_session.heads))), objects(6))
    assert asked_by_then[0] == 0


def test_fresh_asks_again_and_is_kept(context, aws_session, reports):
    look(context)
    aws_session.fields = {"ServerSideEncryption": "AES256"}
    del reports[:]
    assert look(context, fresh=True) == 3
    assert came(reports, cached=True) == []
    look(context)
    assert came(reports, cached=True) == [(key, StatusKind.SSE_S3) for key in "012"]


def test_a_look_keeps_its_time(context, reports):
    look(context)
    look(context)
    fresh, cached = [one for one in reports if isinstance(one, StatusesRead)]
    assert {looked.at for _, looked in fresh.statuses} == {
        looked.at for _, looked in cached.statuses
    }


@pytest.mark.parametrize("code", ["403", "404", "ConnectionClosedError"])
def test_what_was_not_learned_is_asked_again(context, aws_session, code):
    aws_session.error = AppError("No", code=code)
    look(context)
    assert look(context) == 3


def test_what_was_written_since_is_not_kept_as_what_was_listed(context):
    wanted = (ListedObject("a", 1, None, "older"),)
    look(context, wanted)
    assert look(context, wanted) == 1


def test_without_a_journal_nothing_is_kept(context, services):
    services.journal.is_kept = False
    look(context)
    assert look(context) == 3


def test_keys_are_learned_and_asked_about_once(context, aws_session, reports):
    look(context)
    look(context)
    learned = [report for report in reports if isinstance(report, KeysResolved)]
    assert learned == [KeysResolved({KEY: ResolvedKey(("alias/aws/s3",), True)})] * 2
    assert aws_session.kms_asked == 1


def test_a_key_that_is_known_is_told_with_the_status(context, reports):
    look(context)
    del reports[:]
    look(context)
    assert came(reports, cached=True) == [(key, StatusKind.SSE_KMS_AWS) for key in "012"]


def test_the_names_of_keys_are_asked_for_again_where_that_is_wanted(context, aws_session):
    look(context)
    look(context, fresh=True)
    assert aws_session.kms_asked == 1
    look(context, fresh=True, fresh_keys=True)
    assert aws_session.kms_asked == 2


def test_signed_out_ends_it_when_what_was_learned_is_told(context, aws_session, reports):
    aws_session.error = AppError("The sign-in ran out", code="ExpiredToken")
    with pytest.raises(AppError, match="ran out"):
        look(context)
    assert came(reports, cached=False)[0] == ("0", StatusKind.UNKNOWN)


def test_it_stops_when_asked_and_keeps_what_it_has(services, aws_session):
    stopped = Event()
    with pytest.raises(Cancelled):
        look(Context(services, lambda _: stopped.set(), stopped), objects(3 * CACHED))
    known = len(aws_session.heads)
    assert look(Context(services), objects(3 * CACHED)) <= 3 * CACHED - known + 256
