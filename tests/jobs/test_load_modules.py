"""Modules are loaded before they are needed."""

from __future__ import annotations

import sys
from threading import Event
from unittest.mock import Mock

import pytest

from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.load_modules import LoadModules

MODULE = "this_module_is_loaded_by_a_test"


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / f"{MODULE}.py").write_text("VALUE = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield MODULE
    sys.modules.pop(MODULE, None)


def test_modules_are_loaded(module):
    LoadModules((module,)).run(Context(Mock()))
    assert sys.modules[module].VALUE == 1


def test_it_stops_when_the_window_closes(module):
    stopped = Event()
    stopped.set()
    with pytest.raises(Cancelled):
        LoadModules((module,)).run(Context(Mock(), stopped=stopped))
    assert module not in sys.modules
