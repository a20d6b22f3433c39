from __future__ import annotations

import pytest

from s3enc_gui.domain.copies.plan import (
    CopyPlan,
    Destination,
    ObjectRef,
    check_target_key,
    problems,
    spare_names,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import IfExists

HERE = "my-bucket"


def plan(*objects, prefixes=(), bucket=HERE, prefix="", key=None, **more):
    refs = tuple(ObjectRef(one) for one in objects)
    return CopyPlan(HERE, Destination(bucket, prefix, key), refs, prefixes, **more)


@pytest.mark.parametrize(
    ("destination", "source", "root"),
    [
        (Destination(HERE), "a/b", "b"),
        (Destination(HERE, "to"), "a/b", "to/b"),
        (Destination(HERE, "to/"), "a/b/", "to/b/"),
        (Destination(HERE, "/odd/"), "b", "/odd/b"),
        (Destination(HERE, "/"), "b", "/b"),
        (Destination(HERE, "to//"), "a/b/", "to//b/"),
        (Destination(HERE, "to"), "a//", "to//"),
        (Destination(HERE, key="c/d"), "a/b", "c/d"),
        (Destination(HERE, key="c/d"), "a/b/", "c/d/"),
    ],
)
def test_targets(destination, source, root):
    assert destination.root_of(source) == root


def test_spare_names():
    names = spare_names("a.b/x.tar.gz")
    assert [next(names), next(names)] == ["a.b/x.tar (1).gz", "a.b/x.tar (2).gz"]
    assert next(spare_names("a/.hidden")) == "a/.hidden (1)"
    assert next(spare_names("a/f/")) == "a/f (1)/"


@pytest.mark.parametrize(
    ("invalid", "code"),
    [
        (plan(), "NoObjects"),
        (plan("a", "b", key="c"), "DuplicateKey"),
        (plan("a/x", "b/x", prefix="c"), "DuplicateKey"),
        (plan(prefixes=("a/x/", "b/x/"), prefix="c"), "DuplicateKey"),
        (plan("a", key="b/"), "InvalidKeyName"),
        (plan("a", bucket="No"), "InvalidBucketName"),
        (plan(prefixes=("a",), prefix="b"), "InvalidPrefix"),
        (plan(prefixes=("",), prefix="b"), "InvalidPrefix"),
        (plan(prefixes=("a/",), prefix="a/b"), "SameObject"),
        (plan(prefixes=("a/b/",), prefix="a"), "SameObject"),
        (plan(prefixes=("a/",), key="a/b"), "SameObject"),
    ],
)
def test_problems_of_a_plan(invalid, code):
    assert next(problems(invalid)).code == code


@pytest.mark.parametrize(
    "valid",
    [
        plan("a/x", "a/y", prefix="b"),
        plan("a/x", prefixes=("a/y/",), prefix="b"),
        plan("a", prefix="b", bucket="arn:aws:s3:eu-west-1:123456789012:accesspoint/ap"),
        plan(prefixes=("a/",), prefix="a/b", bucket="other-bucket"),
        plan(prefixes=("a/",), key="ab"),
    ],
)
def test_valid_plans(valid):
    assert list(problems(valid)) == []


@pytest.mark.parametrize(
    ("version", "move", "bucket", "itself"),
    [
        (None, False, HERE, True),
        ("null", False, HERE, True),
        ("v1", False, HERE, False),  # an older version becomes the newest
        ("v1", True, HERE, True),
        (None, True, "other-bucket", False),
    ],
)
def test_an_object_onto_itself(version, move, bucket, itself):
    made = plan("a", bucket=bucket, key="a", move=move, if_exists=IfExists.OVERWRITE)
    assert made.is_onto_itself(ObjectRef("a", version), "a") is itself


@pytest.mark.parametrize(("key", "code"), [("", "InvalidKeyName"), ("é" * 513, "KeyTooLongError")])
def test_invalid_target_keys(key, code):
    with pytest.raises(AppError) as caught:
        check_target_key(key)
    assert caught.value.code == code
    check_target_key("folder/")
