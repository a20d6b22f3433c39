"""Responses with odd framing: what has one meaning is read, anything else is an error."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract


@pytest.fixture
def paths(tmp_path):
    found = [tmp_path / f"{number}.txt" for number in range(20)]
    for path in found:
        path.write_bytes(b"bytes of " + path.name.encode())
    return found


@pytest.mark.parametrize(
    "name",
    [
        "one-length-twice",
        "head-comes-with-the-body",
        "body-comes-with-more",
        "lines-end-with-lf",
        "headers-are-folded",
    ],
)
def test_odd_but_clear_responses_are_read(hostile, harness, paths, name):
    misbehave(hostile, name)
    outcomes = harness.upload("bucket", paths)
    assert [outcome.result for outcome in outcomes] == [Result.VERIFIED] * len(paths)
