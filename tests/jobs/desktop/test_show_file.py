from __future__ import annotations

from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.desktop import show_file
from s3enc_gui.jobs.desktop.show_file import FindFile, ShowInFolder

NO_SERVICES: Any = None
CONTEXT = Context(NO_SERVICES)


@pytest.fixture
def shown(monkeypatch):
    shown: list[str] = []

    def show(path: str) -> bool:
        shown.append(path)
        return True

    monkeypatch.setattr(show_file, "show_in_folder", show)
    return shown


def test_a_file_is_found_or_said_to_be_gone(tmp_path):
    file = tmp_path / "a"
    with pytest.raises(AppError, match="Can't find the file"):
        FindFile(str(file)).run(CONTEXT)
    file.touch()
    assert FindFile(str(file)).run(CONTEXT) == str(file)


def test_the_file_manager_shows_the_file(tmp_path, shown):
    (tmp_path / "a").touch()
    assert ShowInFolder(str(tmp_path / "a")).run(CONTEXT) == ""
    assert shown == [str(tmp_path / "a")]


def test_without_the_file_its_folder_is_to_be_opened(tmp_path, shown):
    assert ShowInFolder(str(tmp_path / "a")).run(CONTEXT) == str(tmp_path)
    assert shown == []


def test_without_a_file_manager_the_folder_is_to_be_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(show_file, "show_in_folder", lambda path: False)
    (tmp_path / "a").touch()
    assert ShowInFolder(str(tmp_path / "a")).run(CONTEXT) == str(tmp_path)


def test_without_the_folder_it_is_an_error(tmp_path, shown):
    with pytest.raises(AppError, match="Can't find the file"):
        ShowInFolder(str(tmp_path / "no" / "a")).run(CONTEXT)
