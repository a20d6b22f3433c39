from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.store.files.placeholders import is_cloud_only


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({}, False),
        ({"st_file_attributes": 0x20}, False),  # ARCHIVE
        ({"st_file_attributes": 0x400020}, True),  # RECALL_ON_DATA_ACCESS
        ({"st_file_attributes": 0x1020}, True),  # OFFLINE
        ({"st_file_attributes": 0x100020}, False),  # UNPINNED: may be freed, but is here
        ({"st_flags": 0}, False),
        ({"st_flags": 0x40000000}, True),  # SF_DATALESS
    ],
)
def test_marks_of_windows_and_macos(status, expected):
    found: Any = SimpleNamespace(**status)
    assert is_cloud_only(found) is expected


def test_the_mark_that_only_the_listing_has():
    status: Any = SimpleNamespace(st_file_attributes=0x20)
    listed = SimpleNamespace(st_file_attributes=0x40020)  # RECALL_ON_OPEN
    entry: Any = SimpleNamespace(stat=lambda *, follow_symlinks: listed)
    assert is_cloud_only(status, entry)
