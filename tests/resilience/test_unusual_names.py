"""A kill during the upload of a file whose name has characters that XML does not allow."""

from __future__ import annotations

import sys
from threading import Event

import pytest

from tests.end_to_end.waiting import wait_for
from tests.resilience.program import user
from tests.servers.hostile import hostile_server
from tests.servers.hostile.faults.registry import misbehave

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such file names"),
]

FAULTS = (
    "create-answer-names-key-raw",
    "errors-name-key-raw",
    "parts-list-has-odd-entry",
    "uploads-list-has-odd-entry",
    "lists-with-raw-control-characters",
)


@pytest.mark.parametrize("name", ["a\x07b", "a\r\nb", "a\uffff"])
def test_an_upload_with_any_file_name_is_resumed_after_a_kill(start, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(bytes(range(256)) * 4096 * 24)  # three parts
    resumed = Event()

    def hold(request, work):
        if request.query["partNumber"] == "3" and not resumed.is_set():
            resumed.wait(30)
        return work()

    with hostile_server() as s3:
        misbehave(s3, *FAULTS)
        s3.change("UploadPart", hold)
        arguments = ("upload", path, "s3://bucket/", "--json")
        environment = user(tmp_path / "user", s3.server)
        first = start(arguments, environment)
        wait_for(lambda: s3.asked["UploadPart"] >= 3, 30, what="the third part")
        first.kill()
        first.ended(10)
        resumed.set()
        ran = start(arguments, environment).ended(60)
        assert (ran.status, list(ran.verdicts().values())) == (0, ["verified"]), ran.err
        assert s3.asked["CreateMultipartUpload"] == 1
        assert s3.uploads == {}
        assert {key: one.data for key, one in s3.objects.items()} == {name: path.read_bytes()}
