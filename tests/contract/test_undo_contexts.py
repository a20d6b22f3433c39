"""Undoing a change of encryption brings back the encryption context that the object had."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3enc_gui.domain.audits.audit import parse_requirement
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.context import context_header
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.dry_run import FormerContexts
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.reencryption.copied_source import pack_source
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.selection import Selection, Wish
from s3enc_gui.store.reencryption.file import RunFile
from s3enc_gui.wording.reencryption.dry_run import effects
from tests.servers.hostile import ENCRYPTION
from tests.servers.hostile.stored import CONTEXT
from tests.servers.hostile.stored import KEY as KEY_HEADER

pytestmark = pytest.mark.contract

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
OTHER = "arn:aws:kms:us-east-1:123456789012:key/99999999-2222-3333-4444-555555555555"
PAIRS = (("project", "tax"),)
VERIFIED = {State.VERIFIED: 1}


class Runs:
    """Changes the encryption of one object, and undoes it."""

    def __init__(self, harness, folder):
        self.harness, self.folder = harness, str(folder)

    def plan(self, to, **more):
        selection, wish = Selection("bucket", prefixes=("small",)), Wish(parse_requirement(to))
        connection = self.harness.connection
        job = PlanReencryption(connection, selection, wish, folder=self.folder, **more)
        return self.harness.run(job)

    def plan_undo(self, plan, **more):
        selection = Selection("bucket", undoes=plan.path)
        job = PlanReencryption(self.harness.connection, selection, folder=self.folder, **more)
        return self.harness.run(job)

    def run(self, plan):
        return self.harness.run(RunReencryption(self.harness.connection, plan.path)).counts


@pytest.fixture
def runs(hostile, connect, no_pauses, tmp_path):
    return Runs(connect(hostile.server), tmp_path / "runs")


def upload(runs, path, kind=Encryption.SSE_KMS, context=PAIRS):
    choice = EncryptionChoice(kind, KEY, context=context)
    (outcome,) = runs.harness.upload("bucket", [path], choice)
    assert outcome.result is Result.VERIFIED


def encryption(hostile, path):
    stored = hostile.objects[path.name].headers
    return stored[ENCRYPTION], stored.get(KEY_HEADER), stored.get(CONTEXT)


def said_of_contexts(plan):
    start = "Encryption contexts: "
    return [one.removeprefix(start) for one in effects(plan.dry_run) if one.startswith(start)]


@pytest.mark.parametrize("to", ["AES256", f"aws:kms={OTHER}", f"aws:kms:dsse={OTHER}"])
@pytest.mark.parametrize("kind", [Encryption.SSE_KMS, Encryption.DSSE_KMS])
def test_a_copy_gets_back_the_context_that_the_run_knows(hostile, runs, small, kind, to):
    upload(runs, small, kind)
    plan = runs.plan(to)
    assert plan.dry_run.contexts is None
    assert runs.run(plan) == VERIFIED
    undo = runs.plan_undo(plan)
    assert undo.dry_run.contexts == FormerContexts(restored=1)
    assert said_of_contexts(undo) == ["1 copy gets back the one that the object had before."]
    assert runs.run(undo) == VERIFIED
    assert encryption(hostile, small) == (kind.value, KEY, context_header(PAIRS))


def test_what_was_changed_in_place_gets_it_back_by_a_copy(hostile, runs, small):
    upload(runs, small)
    plan = runs.plan(f"aws:kms={OTHER}", trial=True)
    assert plan.dry_run.copies.objects == 0
    assert runs.run(plan) == VERIFIED
    undo = runs.plan_undo(plan, update=False)
    assert undo.dry_run.contexts == FormerContexts(restored=1)
    assert runs.run(undo) == VERIFIED
    assert encryption(hostile, small) == ("aws:kms", KEY, context_header(PAIRS))


def test_the_response_must_confirm_it(hostile, runs, small):
    upload(runs, small)
    plan = runs.plan("AES256")
    runs.run(plan)
    hostile.without("CopyObject", CONTEXT)
    assert runs.run(runs.plan_undo(plan)) == {State.CANNOT_TELL: 1}


def test_the_dry_run_says_which_are_not_known(hostile, runs):
    headers = {ENCRYPTION: "aws:kms", KEY_HEADER: KEY, CONTEXT: context_header(PAIRS)}
    hostile.put("small.txt", b"x", headers)  # by another program
    plan = runs.plan("AES256")
    runs.run(plan)
    undo = runs.plan_undo(plan)
    assert undo.dry_run.contexts == FormerContexts(unknown=1)
    assert said_of_contexts(undo) == [
        "S3 doesn't report them: of 1 object, it isn't known which it had. Its copy gets none."
    ]
    assert runs.run(undo) == VERIFIED
    assert CONTEXT not in hostile.objects["small.txt"].headers


def test_nothing_is_said_where_there_are_none(hostile, runs):
    hostile.put("small.txt", b"x", {ENCRYPTION: "AES256"})
    plan = runs.plan(f"aws:kms={KEY}")
    runs.run(plan)
    assert said_of_contexts(runs.plan_undo(plan)) == []


def test_a_change_that_was_interrupted_knows_it_too(hostile, runs, small):
    upload(runs, small)
    plan = runs.plan("AES256")
    file = RunFile(Path(plan.path), existing=True)
    (planned,) = file.open()
    assert planned.before
    file.begin_changes(plan.facts.started)
    location = Location("bucket", small.name)
    details = ObjectDetails(location, planned.before, planned.size, context=PAIRS)
    file.save([(planned.number, pack_source(details))], [], plan.facts.started)
    file.close()
    stored = hostile.objects[small.name]
    hostile.put(small.name, stored.data, {ENCRYPTION: "AES256"})  # sent before the program ended
    undo = runs.plan_undo(plan)
    assert undo.dry_run.contexts == FormerContexts(restored=1)
    assert runs.run(undo) == VERIFIED
    assert encryption(hostile, small) == ("aws:kms", KEY, context_header(PAIRS))
