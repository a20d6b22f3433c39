"""A kill in the middle of a file whose name XML cannot hold."""

from __future__ import annotations

import sys
from threading import Event

import pytest

from tests.end_to_end.waiting import wait_for
from tests.resilience.program import user
from tests.servers.hostile import hostile_server
from tests.servers.hostile.manners.registry import misbehave

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(sys.platform == "win32", reason="no file can be called so there"),
]

MANNERS = (
    "create-answer-names-key-raw",
    "errors-name-key-raw",
    "parts-list-has-odd-entry",
    "uploads-list-has-odd-entry",
    "lists-with-raw-control-characters",
)


@pytest.mark.parametrize("name", ["a\x07b", "a\r\nb", "a\uffff"])
def test_an_upload_goes_on_after_a_kill_whatever_the_name(start, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(bytes(range(256)) * 4096 * 24)  # three parts
    goes_on = Event()

    def hold(request, work):
        if request.query["partNumber"] == "3" and not goes_on.is_set():
            goes_on.wait(30)
        return work()

    with hostile_server() as s3:
        misbehave(s3, *MANNERS)
        s3.change("UploadPart", hold)
        words = ("upload", path, "s3://bucket/", "--json")
        environment = user(tmp_path / "user", s3.server)
        first = start(words, environment)
        wait_for(lambda: s3.asked["UploadPart"] >= 3, 30, what="the third part")
        first.kill()
        first.ended(10)
        goes_on.set()
        ran = start(words, environment).ended(60)
        assert (ran.status, list(ran.verdicts().values())) == (0, ["verified"]), ran.err
        assert s3.asked["CreateMultipartUpload"] == 1
        assert s3.uploads == {}
        assert {key: one.data for key, one in s3.objects.items()} == {name: path.read_bytes()}
