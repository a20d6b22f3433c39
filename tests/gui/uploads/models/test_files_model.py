from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.uploads.found import FoundFile
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.uploads.models.files_model import Column, FilesModel


def found(*names, size=10):
    return [FoundFile(f"/home/{name}", name, size) for name in names]


@pytest.fixture
def model(qapp, qtmodeltester):
    model = FilesModel()
    qtmodeltester.check(model)
    model.add(found("a.txt", "photos/b.jpg", "c.txt"))
    return model


def texts(model, column):
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_shows_name_size_and_key(model):
    assert texts(model, Column.NAME) == ["a.txt", "b.jpg", "c.txt"]
    assert texts(model, Column.SIZE) == ["10 bytes"] * 3
    assert texts(model, Column.KEY) == ["a.txt", "photos/b.jpg", "c.txt"]


def test_empty_folders_are_no_files(model):
    assert model.total_text() == "3 files, 30 bytes"
    model.add(found("e/", size=0))
    assert model.total_text() == "3 files and 1 empty folder, 30 bytes"
    model.remove([0, 1, 2])
    assert model.total_text() == "1 empty folder, 0 bytes"


def test_the_prefix_is_in_every_key(model, qtbot):
    with qtbot.waitSignal(model.dataChanged):
        model.set_prefix("in")
    assert texts(model, Column.KEY)[1] == "in/photos/b.jpg"
    assert model.items()[0].key == "in/a.txt"


def test_a_file_is_listed_once(model):
    model.add(found("a.txt", "d.txt"))
    assert texts(model, Column.NAME) == ["a.txt", "b.jpg", "c.txt", "d.txt"]


def test_counts_files_and_bytes(model):
    model.remove([0, 2])
    assert (model.count, model.bytes) == (1, 10)
    model.clear()
    assert (model.count, model.bytes) == (0, 0)


def test_removed_files_can_be_added_again(model):
    model.remove([0, 1, 2])
    model.add(found("a.txt"))
    assert texts(model, Column.NAME) == ["a.txt"]


def test_files_are_removed_by_path(model):
    model.remove_paths({"/home/a.txt", "/home/c.txt"})
    assert texts(model, Column.NAME) == ["b.jpg"]


def test_duplicate_name(model):
    assert model.duplicate_name() is None
    model.add([FoundFile("/elsewhere/a.txt", "a.txt", 1)])
    assert model.duplicate_name() == "a.txt"
    model.remove([0])
    assert model.duplicate_name() is None


def test_a_name_too_long_for_s3_is_marked(model):
    model.set_prefix("x" * 1024)
    index = model.index(0, Column.KEY)
    assert index.data(roles.PROBLEM).code == "KeyTooLongError"
    assert "too long" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_sizes_beyond_32_bits(qapp):
    model = FilesModel()
    model.add(found("film.mov", size=5 * 1024**4))
    assert model.index(0, Column.SIZE).data() == "5.5 TB"
    assert model.bytes == 5 * 1024**4


def test_many_scattered_rows_are_removed(model):
    model.add(found(*(str(number) for number in range(97))))
    model.remove(range(0, 100, 2))
    assert texts(model, Column.NAME)[:2] == ["b.jpg", "0"]
    assert (model.count, model.bytes) == (50, 500)
