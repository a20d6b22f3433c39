from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.uploads.parts import (
    GIB,
    MAX_OBJECT,
    MAX_PART,
    MAX_PARTS,
    MIB,
    USUAL_PART,
    part_size,
    split,
)


def test_the_largest_object_is_48_8_tib():
    assert round(MAX_OBJECT / (1024 * GIB), 1) == 48.8


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, USUAL_PART),
        (1, USUAL_PART),
        (USUAL_PART * MAX_PARTS, USUAL_PART),
        (USUAL_PART * MAX_PARTS + 1, USUAL_PART + MIB),
        (MAX_OBJECT, MAX_PART),
        (MAX_OBJECT - 1, MAX_PART),
    ],
)
def test_part_sizes(size, expected):
    assert part_size(size) == expected


@given(st.integers(1, MAX_OBJECT))
def test_the_limits_of_s3_are_kept(size):
    part = part_size(size)
    assert 5 * MIB <= part <= MAX_PART
    assert -(-size // part) <= MAX_PARTS


@given(st.integers(0, 3 * GIB) | st.sampled_from([MAX_OBJECT, MAX_OBJECT - 1, 80 * 1000 * MIB]))
def test_the_parts_cover_the_file_exactly_once(size):
    position = 0
    for number, part in enumerate(split(size), start=1):
        assert (part.number, part.offset) == (number, position)
        assert part.size > 0
        position += part.size
        assert part.size == part_size(size) or position == size
    assert position == size
