"""Downloads that decrypt, where old encryption clients' instruction files can't be looked for."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.client_side.choice import ClientSideKey, ClientSideReading
from s3enc_gui.domain.downloads.download import (
    UNSEEN_INSTRUCTION,
    DownloadRequest,
    FileOutcome,
    requested_object,
)
from s3enc_gui.jobs.downloads.download import DownloadObjects
from tests.contract.conftest import connect, hostile, no_pauses
from tests.servers.hostile.answers import refusal

__all__ = ["connect", "hostile", "no_pauses"]


@pytest.mark.parametrize("is_listed", [True, False])  # by one request, in ranges
def test_objects_without_marks_are_saved_and_the_doubt_is_told(
    hostile, connect, no_pauses, tmp_path, is_listed
):
    hostile.put("in/plain", b"content")
    denied = refusal(403, "AccessDenied", "Access Denied")
    hostile.change(
        "GetObject",
        lambda request, work: denied if request.key.endswith(".instruction") else work(),
    )
    harness = connect(hostile.server)
    request = DownloadRequest(
        harness.connection,
        "bucket",
        str(tmp_path / "to"),
        () if is_listed else (requested_object("in/plain"),),
        ("in/",) if is_listed else (),
        strip="",
        client_side=ClientSideReading(ClientSideKey("alias/key")),
    )
    (result,) = harness.run(DownloadObjects(request)).results
    assert result.ended is FileOutcome.CHECKED
    assert result.remarks == (UNSEEN_INSTRUCTION,)
    assert (tmp_path / "to" / "in" / "plain").read_bytes() == b"content"
