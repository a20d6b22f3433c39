"""Menu, tool bar, drag and drop, command line and keyboard open the same wizard."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.end_to_end.atspi import Widget
from tests.end_to_end.program import UPLOAD_SECONDS
from tests.end_to_end.waiting import wait_for

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def program(start):
    program = start("--demo")
    program.app.find("combo box", "Demo", timeout=30)
    return program


def test_the_menu(program):
    program.app.find("menu item", "Upload…", hidden=True).press()
    program.wizard().at("Select files")


def test_the_tool_bar(program):
    program.app.find("tool bar").find("push button", "Upload…").press()
    program.wizard().at("Select files")


def test_dropping_files_and_folders_on_the_window(program, desktop, tmp_path):
    (tmp_path / "photos").mkdir()
    for name in ("žluť.txt", "photos/a.png", "photos/b.png"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    dropped = [tmp_path / "žluť.txt", tmp_path / "photos"]
    desktop.screen.drop_files(dropped, *program.window.area.middle)
    wizard = program.wizard()
    wizard.wait_for_files("žluť.txt", "a.png", "b.png")


def test_keyboard_alone(program, desktop, text):
    keys = desktop.screen.keys
    keys("ctrl+u")
    wizard = program.wizard().at("Select files")
    keys("alt+a")  # Add files…
    chooser = wait_for(lambda: _file_chooser(program.app), what="the file dialog")
    assert chooser
    chooser.find("text").type_text(str(text))
    keys("Return")
    wizard.wait_for_files("text.txt")
    wizard.wait_until_ready()
    keys("ctrl+Return")
    (row,) = wizard.results()
    assert "Verified" in row


def test_the_demo_ends_with_the_window(program):
    (server,) = _children(program.process.pid)
    program.app.find("menu item", "Quit", hidden=True).press()
    program.ends(0)
    wait_for(lambda: not _alive(server), what="the exit of the demo server")


def test_the_demo_ends_when_the_window_crashes(program):
    (server,) = _children(program.process.pid)
    os.kill(program.process.pid, signal.SIGKILL)
    program.process.wait(20)
    wait_for(lambda: not _alive(server), UPLOAD_SECONDS, what="the exit of the demo server")


def test_inspecting_an_object(program, desktop):
    desktop.screen.keys("ctrl+i")
    field = program.app.find("text", "Object (s3://bucket/key)")
    field.type_text("s3://demo-bucket/every-status/sse-kms-test_key-bucket-key.txt")
    desktop.screen.keys("Return")
    assert program.app.find("text", label="KMS key").text == "test_key"
    assert program.app.find("text", label="Bucket key").text == "On"


def test_the_settings(program, desktop):
    desktop.screen.keys("ctrl+comma")
    settings = program.app.find("dialog", "Settings")
    desktop.screen.keys("t")  # types ahead in the list of pages: Transfers
    settings.find("check box", "Limit the upload speed").check()
    settings.find("text", "Upload speed limit").type_text("5")
    desktop.screen.keys("Return")
    wait_for(lambda: not program.app.find_all("dialog", "Settings"), what="the settings to close")


def test_incomplete_uploads(program, desktop):
    desktop.screen.keys("alt+f", *["Down"] * 5, "Return")
    incomplete_uploads = program.app.find("dialog", "Incomplete uploads")
    assert incomplete_uploads.find("label", "No incomplete uploads")
    desktop.screen.keys("Escape")


def _file_chooser(app: Widget) -> Widget | None:
    return next((one for one in app.windows() if one.name == "Add files"), None)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
