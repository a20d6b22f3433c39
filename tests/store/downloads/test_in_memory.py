from __future__ import annotations

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.downloads.in_memory import InMemoryRecords


@pytest.fixture
def memory():
    return InMemoryRecords()


def test_the_next_run_finds_what_was_noted(memory, tmp_path):
    file = memory.opened("one")
    file.begin_part(tmp_path / "a")
    file.close()
    assert memory.opened("one").parts() == [tmp_path / "a"]
    assert memory.opened("two").parts() == []


def test_only_one_run_has_it(memory):
    file = memory.opened("one")
    with pytest.raises(AppError) as caught:
        memory.opened("one")
    assert caught.value.code == "DownloadBusy"
    file.close()
    memory.opened("one")


def test_what_is_removed_is_forgotten(memory, tmp_path):
    file = memory.opened("one")
    file.begin_part(tmp_path / "a")
    file.remove()
    assert memory.opened("one").parts() == []
    file.close()
    with pytest.raises(AppError):
        memory.opened("one")
