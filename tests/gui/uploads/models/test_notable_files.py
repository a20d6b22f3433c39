from __future__ import annotations

from itertools import product

import pytest

from s3enc_gui.domain.uploads.found import Choices, FoundFile, Kind
from s3enc_gui.gui.uploads.models.notable_files import NotableFiles

ALL = [
    FoundFile(f"/{number}", f"{number}", 1, kind, linked, cloud_only)
    for number, (kind, linked, cloud_only) in enumerate(product(Kind, (False, True), (False, True)))
]


@pytest.mark.parametrize("chosen", [*product((False, True), repeat=3)])
def test_files_in_the_cloud_are_counted_as_each_of_them_is_taken(chosen):
    choices, files = Choices(*chosen), NotableFiles()
    for left in (ALL, ALL[::3], []):
        files.clear()
        for one in ALL:
            files.add(one)
        for one in ALL:
            if one not in left:
                files.discard(one)
        assert files.cloud_only(choices) == sum(o.cloud_only and choices.take(o) for o in left)


def test_counting_does_not_look_at_each_file():
    files = NotableFiles()
    for number in range(1000):
        files.add(FoundFile(f"/{number}", f"{number}", 1, cloud_only=True))
    asked = []

    class Counting(Choices):
        def take(self, found):
            asked.append(found)
            return True

    assert files.cloud_only(Counting()) == 1000
    assert len(asked) == 1
