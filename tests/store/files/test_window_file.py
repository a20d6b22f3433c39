from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.settings.window_state import LastPlace, WindowLayout
from s3enc_gui.store.settings_file import SettingsFile

LAYOUT = WindowLayout(
    "AdnQywAD",
    {"_Columns": (170, 700, 300), "TransfersPanel": (240,)},
    {"HistoryWindow": WindowLayout("AdnQ", {"ReceiptsTable": (2, 120)})},
)
PLACES = [
    LastPlace("id", None, "my-bucket", "in/"),
    LastPlace("", "work", "my-bucket", ""),
    LastPlace(),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def test_at_first_nothing_is_remembered(path):
    window = SettingsFile(path).window
    assert window.layout("1920x1080+0+0") == WindowLayout()
    assert window.place() is None


def test_a_layout_comes_back_on_the_same_screens(path):
    SettingsFile(path).window.save_layout("1920x1080+0+0", LAYOUT)
    window = SettingsFile(path).window
    assert window.layout("1920x1080+0+0") == LAYOUT
    assert window.layout("1280x800+0+0") == WindowLayout()


def test_only_some_arrangements_of_screens_are_kept(path):
    window = SettingsFile(path).window
    for number in range(20):
        window.save_layout(f"{number}", LAYOUT)
    assert window.layout("19") == LAYOUT
    assert len(json.loads(path.read_text())["layouts"]) == 8


@pytest.mark.parametrize("place", PLACES)
def test_the_last_place_comes_back(path, place):
    SettingsFile(path).window.save_place(place)
    assert SettingsFile(path).window.place() == place


@pytest.mark.parametrize("damage", [
    [], 5, {"s": 5}, {"s": {"geometry": 1, "parts": {"a": [-1]}, "windows": 5}},
])  # fmt: skip
def test_what_makes_no_sense_is_ignored(path, damage):
    path.write_text(json.dumps({"layouts": damage, "last_place": 5}))
    window = SettingsFile(path).window
    assert window.layout("s") == WindowLayout()
    assert window.place() is None
