"""Moves on a server that may treat two names as one object: nothing is lost or misreported."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.names.same_object import normalized
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.messages.copies import CopyAction, copy_result_text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from tests.jobs.fake_buckets import StoredObject

OTHER_SERVER = "http://127.0.0.1:9"
ACCESS_POINT = "mine-abc123-s3alias"


class Cleaned(dict):
    """Objects of a server that normalizes their names."""

    def _name(self, name):
        return name[0], normalized(name[1])

    def __getitem__(self, name):
        return super().__getitem__(self._name(name))

    def __setitem__(self, name, thing):
        super().__setitem__(self._name(name), thing)

    def get(self, name, default=None):
        return super().get(self._name(name), default)

    def pop(self, name, default=None):
        return super().pop(self._name(name), default)

    def __contains__(self, name):
        return super().__contains__(self._name(name))


@pytest.fixture
def s3(s3):
    s3.meta.endpoint_url = OTHER_SERVER
    return s3


@pytest.fixture
def run(services):
    def run(key, to, *, move=True, if_exists=IfExists.OVERWRITE, bucket="here"):
        destination = Destination(bucket, key=to)
        plan = CopyPlan("here", destination, (ObjectRef(key),), (), move, if_exists)
        return CopyObjects(Connection(), plan).run(Context(services)).outcomes[0]

    return run


def same_second(s3):
    """Give copies the date of their sources."""
    when = StoredObject(b"", {}).modified

    def date(params):
        s3.change(params["Key"], params["Bucket"], modified=when)

    s3.after["copy_object"] = date


@pytest.mark.parametrize("move", [True, False])
@pytest.mark.parametrize("name", ["m/./z", "m//z", "M/z", "/m/z", "m/z."])
def test_a_target_that_may_be_the_source_is_not_overwritten(s3, run, name, move):
    s3.objects = Cleaned()
    s3.put("m/z")
    outcome = run("m/z", name, move=move)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "SameObject")
    assert s3.parameters_of("copy_object") == s3.parameters_of("delete_object") == []


@pytest.mark.parametrize("if_exists", [IfExists.FAIL, IfExists.SKIP])
def test_a_target_that_may_be_the_source_keeps_it(s3, run, if_exists):
    s3.objects = Cleaned()
    s3.put("m/z")
    run("m/z", "m/./z", if_exists=if_exists)
    assert s3.objects["here", "m/z"]
    assert s3.parameters_of("delete_object") == []


def test_a_source_that_may_have_been_overwritten_in_the_same_second_is_not_deleted(s3, run):
    s3.put("m/z")
    same_second(s3)
    outcome = run("m/z", "m/./z")
    assert (outcome.result, outcome.moved) == (Result.VERIFIED, False)
    assert outcome.left.code == "MaybeSameObject"
    assert outcome.left.detail == "On this server, “m/z” and “m/./z” may be the same object."
    assert s3.parameters_of("delete_object") == []


def test_another_date_shows_that_they_are_two_objects(s3, run):
    s3.put("m/z")
    assert run("m/z", "m/./z").moved
    assert s3.keys() == ["m/./z"]


def test_another_version_shows_that_they_are_two_objects(s3, run):
    s3.put("m/z", VersionId="1", ServerSideEncryption="AES256")
    same_second(s3)
    again = s3.after["copy_object"]

    def stored(params):
        again(params)
        fields = {**s3.objects["here", "m/./z"].fields, "VersionId": "2"}
        s3.change("m/./z", fields=fields)

    s3.after["copy_object"] = stored
    assert run("m/z", "m/./z").moved


def test_clearly_different_names_need_no_other_date(s3, run):
    s3.put("a")
    same_second(s3)
    assert run("a", "b").moved


def test_on_aws_names_are_not_normalized(s3, run):
    s3.meta.endpoint_url = "https://s3.eu-west-1.amazonaws.com"
    s3.put("m/z")
    same_second(s3)
    heads = s3.counts["head_object"]
    assert run("m/z", "m/./z", if_exists=IfExists.FAIL).moved
    assert s3.counts["head_object"] - heads == 5  # source, target, copy, source twice


def delete_everything(s3):
    s3.after["delete_object"] = lambda params: s3.objects.clear()


@pytest.mark.parametrize("name", ["b", "./a"])
def test_a_copy_deleted_with_its_source_is_a_failure(s3, run, name):
    s3.put("a")
    delete_everything(s3)
    outcome = run("a", name)
    assert (outcome.result, outcome.moved, outcome.details) == (Result.FAILED, False, None)
    assert outcome.error.code == "CopyGone"
    assert outcome.proof.verdict is Verdict.DIFFERENT
    assert copy_result_text(outcome, CopyAction.MOVE) == "Failed"


def test_a_copy_that_cannot_be_checked_again_is_not_verified(s3, run):
    s3.put("a")

    def unavailable(bucket, key):
        if s3.counts["delete_object"] and key == "b":
            raise AppError("The server answers no more", code="ServiceUnavailable")

    s3.faults["head_object"] = unavailable
    outcome = run("a", "b")
    assert (outcome.result, outcome.moved) == (Result.CANNOT_TELL, True)
    assert "The server answers no more" in outcome.error.detail
    assert copy_result_text(outcome, CopyAction.MOVE) == "Copied, couldn't verify"


def test_an_object_behind_an_access_point_may_be_the_source(s3, run):
    s3.meta.endpoint_url = "https://s3.eu-west-1.amazonaws.com"
    s3.put("a")
    s3.put("a", bucket=ACCESS_POINT)
    outcome = run("a", "a", bucket=ACCESS_POINT)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "SameObject")
    assert s3.parameters_of("copy_object") == []


def test_another_object_behind_an_access_point_is_overwritten(s3, run):
    s3.meta.endpoint_url = "https://s3.eu-west-1.amazonaws.com"
    s3.put("a")
    s3.put("a", bucket=ACCESS_POINT)
    s3.change("a", ACCESS_POINT, modified=s3._time)
    assert run("a", "a", bucket=ACCESS_POINT).moved
