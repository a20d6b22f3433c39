"""Changes of encryption on every server; none of them has UpdateObjectEncryption.

One test per server goes the whole way, from SSE-S3 to a key and back; LocalStack, which has all
kinds of encryption, also goes to each from another one.
"""

from __future__ import annotations

import pytest

from s3enc_gui.domain.audits.audit import parse_requirement
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.domain.reencryption.where import parse_where
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.selection import Selection, Wish

pytestmark = pytest.mark.contract

CONTENT = {"f/a": b"one", "f/b": b"two", "f/c": b""}


class Change:
    """Plans and runs changes in a bucket of a server."""

    def __init__(self, server, connect, bucket, folder):
        self.harness, self.bucket, self.folder = connect(server), bucket, str(folder)
        self.s3 = server.client("s3")

    def plan(self, to=None, *, trial=True, where=(), **selection):
        wish = Wish(parse_requirement(to)) if to else None
        chosen = Selection(self.bucket, **(selection or {"prefixes": ("f/",)}))
        found = tuple(parse_where(one) for one in where)
        job = PlanReencryption(
            self.harness.connection, chosen, wish, found, trial=trial, folder=self.folder
        )
        return self.harness.run(job)

    def run(self, plan):
        return self.harness.run(RunReencryption(self.harness.connection, plan.path))

    def kinds(self):
        """Return kind and key of each object; the bytes are compared."""
        found = {}
        for key, content in CONTENT.items():
            got = self.s3.get_object(Bucket=self.bucket, Key=key)
            assert got["Body"].read() == content
            found[key] = (got["ServerSideEncryption"], got.get("SSEKMSKeyId"))
        return found

    def all_keys(self):
        """Return all keys and versions of the bucket."""
        listed = self.s3.list_object_versions(Bucket=self.bucket)
        return sorted(one["Key"] for one in listed.get("Versions", ()))


@pytest.fixture
def change_on(connect, new_bucket, tmp_path):
    """Return a function that makes a bucket with objects on a server, with SSE-S3 or a KMS key."""

    def on(server, kind="AES256", key=None):
        made = Change(server, connect, new_bucket(server), tmp_path / "runs")
        encryption = {"ServerSideEncryption": kind} | ({"SSEKMSKeyId": key} if key else {})
        for name, content in CONTENT.items():
            more = {"Metadata": {"name": name}, "Tagging": f"name={name[-1]}"}
            made.s3.put_object(Bucket=made.bucket, Key=name, Body=content, **encryption, **more)
        return made

    return on


def to_a_key_and_back(change, key):
    before = change.kinds()
    plan = change.plan(f"aws:kms={key}", where=("AES256",))
    assert plan.dry_run.copies.objects == len(CONTENT)  # tried on our own object, and learnt
    assert change.all_keys() == sorted(CONTENT)
    assert change.kinds() == before
    result = change.run(plan)
    assert set(result.counts) <= {State.VERIFIED, State.CANNOT_TELL}, result.shown
    found = {(kind, name.rpartition("/")[2]) for kind, name in change.kinds().values()}
    assert found == {("aws:kms", key.rpartition("/")[2])}
    assert change.plan(f"aws:kms={key}", prefixes=("f",)).dry_run.changes.objects == 0
    undone = change.run(change.plan(undoes=plan.path))
    assert not undone.left
    assert change.kinds() == before


def test_objects_are_copied_to_a_key_and_back(change_on, any_server):
    to_a_key_and_back(change_on(any_server), any_server.new_key())


def test_objects_of_the_demo_are_changed_and_brought_back(change_on, demo_server):
    to_a_key_and_back(change_on(demo_server), demo_server.new_key())


KINDS = [
    ("AES256", "aws:kms=one"),
    ("AES256", "aws:kms:dsse=one"),
    ("aws:kms=one", "aws:kms=other"),
    ("aws:kms=one", "aws:kms:dsse=one"),
    ("aws:kms=one", "AES256"),
    ("aws:kms:dsse=one", "aws:kms:dsse=other"),
    ("aws:kms:dsse=one", "aws:kms=other"),
    ("aws:kms:dsse=one", "AES256"),
]
"""What objects have, and what they get; of the names of keys, ARNs are made."""


class Named:
    """A kind of encryption, with its key on a server."""

    def __init__(self, written, keys):
        self.kind, _, name = written.partition("=")
        self.key = keys.get(name)
        self.text = f"{self.kind}={self.key}" if self.key else self.kind

    def is_that_of(self, change, *, hidden=False):
        """Whether all objects have it; `hidden`: the server doesn't report the key."""
        key = None if hidden or not self.key else self.key.rpartition("/")[2]
        found = change.kinds().values()
        return {(one, name and name.rpartition("/")[2]) for one, name in found} == {
            (self.kind, key)
        }


LOCALSTACK = [pair for pair in KINDS if not any("dsse" in one for one in pair)]
"""LocalStack doesn't report the key of objects with DSSE-KMS; see below."""


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        *(("localstack", *pair) for pair in LOCALSTACK),
        *(("demo_server", *pair) for pair in KINDS),
    ],
)
def test_each_kind_is_changed_by_copies_and_brought_back(change_on, request, name, before, after):
    server = request.getfixturevalue(name)
    keys = {one: server.new_key() for one in ("one", "other")}
    first, second = Named(before, keys), Named(after, keys)
    change = change_on(server, first.kind, first.key)
    assert first.is_that_of(change)
    plan = change.plan(second.text, where=(first.text,))
    assert set(plan.dry_run.counts) == {Choice(Way.COPY)}
    assert plan.dry_run.copies.objects == len(CONTENT)
    assert first.is_that_of(change)  # nothing is changed by a dry run
    result = change.run(plan)
    assert result.counts == {State.VERIFIED: len(CONTENT)}, result.shown
    assert second.is_that_of(change)
    for key in CONTENT:
        named = {"Bucket": change.bucket, "Key": key}
        assert change.s3.head_object(**named)["Metadata"] == {"name": key}
        tags = change.s3.get_object_tagging(**named)["TagSet"]
        assert tags == [{"Key": "name", "Value": key[-1]}]
    assert set(change.plan(second.text).dry_run.counts) == {Choice(Way.NOTHING)}
    undone = change.run(change.plan(undoes=plan.path))
    assert undone.counts == {State.VERIFIED: len(CONTENT)}, undone.shown
    assert first.is_that_of(change)
    assert change.all_keys() == sorted(CONTENT)


@pytest.mark.parametrize("before", ["AES256", "aws:kms=one"])
def test_a_key_that_is_not_reported_is_not_verified(change_on, localstack, before):
    keys = {one: localstack.new_key() for one in ("one", "other")}
    first, second = Named(before, keys), Named("aws:kms:dsse=other", keys)
    change = change_on(localstack, first.kind, first.key)
    plan = change.plan(second.text)
    result = change.run(plan)
    assert result.counts == {State.CANNOT_TELL: len(CONTENT)}, result.shown
    assert second.is_that_of(change, hidden=True)
    undone = change.run(change.plan(undoes=plan.path))
    assert undone.counts == {State.VERIFIED: len(CONTENT)}, undone.shown
    assert first.is_that_of(change)


@pytest.mark.parametrize("after", ["AES256", "aws:kms=other"])
def test_a_key_that_was_not_reported_is_not_brought_back(change_on, localstack, after):
    keys = {one: localstack.new_key() for one in ("one", "other")}
    first, second = Named("aws:kms:dsse=one", keys), Named(after, keys)
    change = change_on(localstack, first.kind, first.key)
    plan = change.plan(second.text, where=("aws:kms:dsse",))
    result = change.run(plan)
    assert result.counts == {State.VERIFIED: len(CONTENT)}, result.shown
    undo = change.plan(undoes=plan.path)
    assert set(undo.dry_run.reasons) == {Reason.UNREQUESTABLE}
    assert not undo.left
    assert second.is_that_of(change)
