"""Changes of encryption on every server; none of them has UpdateObjectEncryption.

One test per server goes the whole way: each has a bucket with objects of three kinds.
"""

from __future__ import annotations

import pytest

from s3enc_gui.domain.audits.audit import parse_requirement
from s3enc_gui.domain.reencryption.state import State
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
    """Return a function that makes a bucket with objects on a server."""

    def on(server):
        made = Change(server, connect, new_bucket(server), tmp_path / "runs")
        for key, content in CONTENT.items():
            made.s3.put_object(
                Bucket=made.bucket, Key=key, Body=content, ServerSideEncryption="AES256"
            )
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
