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
from s3enc_gui.jobs.downloads.run import SMALL
from tests.contract.conftest import connect, hostile, no_pauses
from tests.servers.hostile.answers import refusal

__all__ = ["connect", "hostile", "no_pauses"]


@pytest.mark.parametrize("size", [7, SMALL + 1])  # by one request, in ranges
@pytest.mark.parametrize("is_listed", [True, False])
def test_objects_without_marks_are_saved_in_folders_only_and_the_doubt_is_told(
    hostile, connect, no_pauses, tmp_path, is_listed, size
):
    hostile.put("in/plain", bytes(size))
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
    saved = tmp_path / "to" / "in" / "plain"
    if is_listed:
        assert result.ended is FileOutcome.CHECKED
        assert result.remarks == (UNSEEN_INSTRUCTION,)
        assert saved.read_bytes() == bytes(size)
    else:  # its name was given, to be decrypted
        assert result.error.code == "AccessDenied"
        assert not saved.exists()
