"""Uploads, downloads and changes with customer-provided keys (SSE-C) go on after a SIGKILL."""

from __future__ import annotations

import json
import os
import sys

import pytest

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from tests.resilience.program import Program, user
from tests.servers.hostile import BUCKET, Answer, hostile_server
from tests.servers.hostile.stored import CUSTOMER, CUSTOMER_MD5

pytestmark = [
    pytest.mark.contract,
    pytest.mark.end_to_end,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]

BY_HAND = pytest.mark.skipif("S3ENC_SSE_C_SIZES" not in os.environ, reason="by hand")
KEY, OTHER = CustomerKey(bytes(range(32))), CustomerKey(bytes(32))
MIB = 1024 * 1024
CONTENT = bytes(range(250, 0, -1)) * (34 * MIB // 250)  # five parts, or ranges


@pytest.fixture
def world(start, tmp_path):
    """An S3, the environment of a user, and the files of both keys."""
    with hostile_server() as s3:
        environment = user(tmp_path / "user", s3.server)
        for name, key in (("key", KEY), ("other", OTHER)):
            (tmp_path / name).write_bytes(key.content)

        def killed_at(operation, number, arguments):
            """Run a command, kill it at a request, and run it again; return how that ended."""
            left: list[int] = [number]
            found: list[Program] = []

            def wrap(request, work):
                left[0] -= 1
                if left[0] == 0:
                    found[0].kill()
                    return Answer(cut=True)
                return work()

            s3.change(operation, wrap)
            found.append(start(arguments, environment))
            assert found[0].ended(60).killed
            s3.changes.clear()
            return start(arguments, environment).ended(60)

        yield s3, killed_at, environment


def under(key):
    return {CUSTOMER: "AES256", CUSTOMER_MD5: key.md5}


def is_under(stored, key):
    return (stored.headers.get(CUSTOMER_MD5), stored.data) == (key.md5, CONTENT)


def test_an_upload_sends_only_the_missing_parts(world, tmp_path):
    s3, killed_at, _ = world
    path = tmp_path / "large.bin"
    path.write_bytes(CONTENT)
    key = ("--sse-c-key", tmp_path / "key", "--json")
    ended = killed_at("UploadPart", 4, ["upload", path, f"s3://{BUCKET}/", *key])
    assert (ended.status, list(ended.verdicts().values())) == (0, ["verified"]), ended.err
    assert is_under(s3.objects["large.bin"], KEY)
    assert (s3.created, s3.uploads) == (1, {})


@BY_HAND
def test_a_download_goes_on(world, tmp_path):
    s3, killed_at, _ = world
    s3.put("large.bin", CONTENT, under(KEY))
    key = ("--sse-c-key", tmp_path / "key")
    to = f"{tmp_path}/to/"
    ended = killed_at("GetObject", 4, ["download", f"s3://{BUCKET}/large.bin", to, *key])
    assert ended.status == 0, ended.err
    assert (tmp_path / "to" / "large.bin").read_bytes() == CONTENT


def test_a_change_finds_the_copy_that_was_made(world, tmp_path):
    s3, killed_at, _ = world
    for number in range(4):
        s3.put(f"{number}", CONTENT[:1000], under(KEY))
    keys = ("--sse-c-key", tmp_path / "other", "--sse-c-copy-source-key", tmp_path / "key")
    command = ["reencrypt", f"s3://{BUCKET}/", "--to", "SSE-C", *keys, "--yes", "--json"]
    ended = killed_at("CopyObject", 3, command)
    assert ended.status == 0, ended.err
    assert json.loads(ended.out)["states"]["verified"] == 4
    assert all(one.headers[CUSTOMER_MD5] == OTHER.md5 for one in s3.objects.values())


@BY_HAND
def test_a_move_is_run_again(world, tmp_path):
    s3, killed_at, _ = world
    for number in range(4):
        s3.put(f"from/{number}", CONTENT[:1000], under(KEY))
    keys = ("--sse-c-copy-source-key", tmp_path / "key", "--if-exists", "overwrite")
    command = ["move", f"s3://{BUCKET}/from/", f"s3://{BUCKET}/to/", *keys]
    ended = killed_at("DeleteObject", 2, command)
    assert ended.status == 0, ended.err
    assert {key: one.headers[CUSTOMER_MD5] for key, one in s3.objects.items()} == {
        f"to/from/{number}": KEY.md5 for number in range(4)
    }
