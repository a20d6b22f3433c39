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


def test_a_new_one_waits_and_nothing_is_known_of_it():
    transfer = Transfer(1, 2, ITEM)
    assert transfer.state is TransferState.WAITING
    unknown = (transfer.key, transfer.mark, transfer.sent, transfer.upload, transfer.result)
    assert unknown == (None,) * 5


@pytest.mark.parametrize("mark", [FileFingerprint(6, 1), FileFingerprint(5, 2)])
def test_a_file_is_known_again_by_size_and_time(mark):
    assert mark != FileFingerprint(5, 1)
    assert FileFingerprint(5, 1) == FileFingerprint(5, 1)


def test_an_open_upload_begins_without_parts():
    assert OpenUpload("u", 8, crc=True).parts == ()


def test_states_are_written_as_words():
    assert [TransferState(str(state)) for state in TransferState] == list(TransferState)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (SentPart(1, 2, "e", 3), "etag"),
        (Transfer(1, 2, ITEM), "state"),
        (FileFingerprint(1, 2), "size"),
    ],
)
def test_nothing_of_it_can_be_changed(value, name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, 7)
