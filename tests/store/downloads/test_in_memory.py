from __future__ import annotations

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.downloads.in_memory import InMemoryRecords


@pytest.fixture
def memory():
    return InMemoryRecords()


def test_the_next_run_finds_the_record(memory, tmp_path):
    file = memory.open("one")
    file.begin_part(tmp_path / "a")
    file.close()
    assert memory.open("one").parts() == [tmp_path / "a"]
    assert memory.open("two").parts() == []


def test_only_one_run_opens_it(memory):
    file = memory.open("one")
    with pytest.raises(AppError) as caught:
        memory.open("one")
    assert caught.value.code == "DownloadBusy"
    file.close()
    memory.open("one")


def test_a_removed_record_is_deleted(memory, tmp_path):
    file = memory.open("one")
    file.begin_part(tmp_path / "a")
    file.remove()
    assert memory.open("one").parts() == []
    file.close()
    with pytest.raises(AppError):
        memory.open("one")
