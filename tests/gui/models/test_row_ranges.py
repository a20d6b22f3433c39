from __future__ import annotations

import pytest

from s3enc_gui.gui.models.row_ranges import runs


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([4], [(4, 4)]),
        ([1, 2, 3], [(1, 3)]),
        ([7, 1, 2, 5, 2], [(7, 7), (5, 5), (1, 2)]),
    ],
)
def test_ranges_come_last_first(rows, expected):
    assert list(runs(rows)) == expected
