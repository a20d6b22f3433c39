"""Changes of encryption to and from customer-provided keys (SSE-C), on real servers."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.audits.audit import Requirement
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.manage_keys import RemoveKey
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.selection import Selection, Wish
from tests.contract.conftest import KEY, OTHER
from tests.contract.test_customer_key_copies import CONTENT, World

pytestmark = pytest.mark.contract

TO_OTHER = Wish(Requirement("SSE-C"), customer_key=OTHER.md5)
TO_SSE_S3 = Wish(Requirement("AES256"))


@pytest.fixture
def world(keyed, localstack, new_bucket, tmp_path):
    world: Any = World(localstack, keyed(localstack), new_bucket(localstack))
    connection = world.harness.connection

    def plan(wish=None, undoes="", **more):
        prefixes = () if undoes else ("",)
        selection = Selection(world.bucket, prefixes=prefixes, undoes=undoes)
        folder = str(tmp_path / "runs")
        return world.harness.run(
            PlanReencryption(connection, selection, wish, folder=folder, **more)
        )

    def change(wish=None, undoes=""):
        planned = plan(wish, undoes)
        return world.harness.run(RunReencryption(connection, planned.path))

    world.plan, world.change = plan, change
    return world


def test_objects_get_a_key_another_key_and_none_and_are_brought_back(world):
    world.put("mine", KEY)
    world.put("plain")
    world.put("other", OTHER)
    plan = world.plan(TO_OTHER)
    assert plan.dry_run.counts[Choice(Way.COPY)].objects == 2
    assert plan.dry_run.counts[Choice(Way.NOTHING)].objects == 1
    with pytest.raises(ClientError):
        world.read("mine", OTHER)  # nothing is changed yet
    result = world.change(TO_OTHER)
    assert result.counts == {State.VERIFIED: 2, State.ALREADY: 1}, result.shown
    assert {world.read(name, OTHER) for name in ("mine", "plain", "other")} == {CONTENT}
    undone = world.change(undoes=result.path)
    assert undone.counts == {State.VERIFIED: 2}, undone.shown
    assert (world.read("mine", KEY), world.read("plain")) == (CONTENT, CONTENT)
    result = world.change(TO_SSE_S3)
    assert result.counts == {State.VERIFIED: 2, State.ALREADY: 1}
    assert {world.read(name) for name in ("mine", "plain", "other")} == {CONTENT}


def test_objects_whose_key_is_not_known_stay_as_they_are(world):
    world.put("mine", KEY)
    world.put("plain")
    result = world.change(TO_OTHER)
    context = Context(world.harness.services, print)
    RemoveKey(KEY.md5).run(context)
    undo = world.plan(undoes=result.path)
    reasons = {reason: count.objects for reason, count in undo.dry_run.reasons.items()}
    assert reasons == {Reason.CUSTOMER_KEY: 1}
    RemoveKey(OTHER.md5).run(context)
    plan = world.plan(TO_SSE_S3)
    reasons = {reason: count.objects for reason, count in plan.dry_run.reasons.items()}
    assert reasons == {Reason.CUSTOMER_KEY: 2}
    with pytest.raises(AppError) as refused:
        world.plan(TO_OTHER)
    assert refused.value.code == "CustomerKeyUnknown"
    assert {world.read(name, OTHER) for name in ("mine", "plain")} == {CONTENT}


def test_a_run_that_was_killed_after_a_copy_finds_it(world, monkeypatch):
    from s3enc_gui.jobs.reencryption.run_writer import RunWriter

    world.put("mine", KEY)
    plan = world.plan(TO_OTHER)
    job = RunReencryption(world.harness.connection, plan.path)

    class Killed(BaseException):
        pass

    async def killed(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(RunWriter, "ended", killed)
        with pytest.raises(Killed):
            world.harness.run(job)
    assert world.read("mine", OTHER) == CONTENT
    assert world.harness.run(job).counts == {State.VERIFIED: 1}
