from __future__ import annotations

import dataclasses

import pytest

from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import (
    FileFingerprint,
    OpenUpload,
    SentPart,
    Transfer,
    TransferState,
)

ITEM = UploadItem("/a", "a", 5)


def test_a_new_transfer():
    transfer = Transfer(1, 2, ITEM)
    assert transfer.state is TransferState.WAITING
    unknown = (transfer.key, transfer.mark, transfer.sent, transfer.upload, transfer.result)
    assert unknown == (None,) * 5


@pytest.mark.parametrize("mark", [FileFingerprint(6, 1), FileFingerprint(5, 2)])
def test_a_fingerprint_compares_size_and_time(mark):
    assert mark != FileFingerprint(5, 1)
    assert FileFingerprint(5, 1) == FileFingerprint(5, 1)


def test_a_new_upload_has_no_parts():
    assert OpenUpload("u", 8, crc=True).parts == ()


def test_states_are_their_values():
    assert [TransferState(str(state)) for state in TransferState] == list(TransferState)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (SentPart(1, 2, "e", 3), "etag"),
        (Transfer(1, 2, ITEM), "state"),
        (FileFingerprint(1, 2), "size"),
    ],
)
def test_values_are_immutable(value, name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, 7)
