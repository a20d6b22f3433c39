"""What the command line says of denied requests: the administrator's text, once, at the end."""

from __future__ import annotations

import os

import pytest

from tests.servers.hostile import hostile_server
from tests.servers.hostile.faults.access import KEY, USER
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

HEADING = "Text for your administrator:"


@pytest.fixture
def hostile(at):
    with hostile_server() as hostile:
        at(hostile.server)
        yield hostile


@pytest.fixture
def folder(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_bytes(b"x")
    return tmp_path


def test_one_text_for_all_files(s3enc, hostile, folder):
    misbehave(hostile, "policy-denies-writes")
    ran = s3enc("upload", folder, "s3://bucket/in/", "--sse", "AES256")
    assert ran.status == 1
    assert ran.err.count("The bucket policy denies this upload") >= 5
    assert ran.err.count(HEADING) == 1
    _, _, text = ran.err.partition(HEADING)
    for part in (
        f"PutObject by {USER} is denied:",
        f"- s3:PutObject: arn:aws:s3:::bucket/in/{folder.name}/*",
        "s3:x-amz-server-side-encryption: AES256",
        '"ArnNotLike": {',
        "Request ID: ",
    ):
        assert part in text
    assert HEADING not in ran.out


def test_json_has_it_for_every_file(s3enc, hostile, folder):
    misbehave(hostile, "policy-denies-writes")
    ran = s3enc("upload", folder, "s3://bucket/in/", "--json")
    assert HEADING not in ran.err
    documents = [one["error"]["denial"] for one in ran.json["files"]]
    assert len(documents) == 5
    assert {one["caller"] for one in documents} == {USER}
    assert {one["permissions"][0]["action"] for one in documents} == {"s3:PutObject"}
    assert len({one["request_id"] for one in documents}) == 5


def test_a_part_that_lacks_decrypt(s3enc, hostile, tmp_path):
    misbehave(hostile, "parts-need-decrypt")
    large = tmp_path / "large"
    large.write_bytes(os.urandom(20 * 1024 * 1024))
    ran = s3enc("upload", large, "s3://bucket/")
    assert ran.status == 1
    _, _, text = ran.err.partition(HEADING)
    assert "Add this policy to the user “ann”:" in text
    assert f"Add this statement to the key policy of {KEY}:" in text  # of another account


def test_a_command_that_fails_as_a_whole(s3enc, hostile):
    misbehave(hostile, "headobject-403-always", "getobject-403-always")
    ran = s3enc("inspect", "s3://bucket/k")
    assert ran.status != 0
    assert "- s3:GetObject: arn:aws:s3:::bucket/*" in ran.err


def test_what_succeeds_says_nothing_of_it(s3enc, hostile, folder):
    misbehave(hostile, "getbucketencryption-403-always")
    ran = s3enc("upload", folder, "s3://bucket/", "--sse", "AES256")
    assert (ran.status, HEADING in ran.err) == (0, False)
