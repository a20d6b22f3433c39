"""The test harness: finds and controls each kind of widget by its label."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.waiting import Vanished, wait_for

SAMPLES = Path(__file__).with_name("samples")
pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def desktop():
    with Desktop() as desktop:
        yield desktop


@pytest.fixture
def process(desktop):
    return desktop.start([sys.executable, SAMPLES / "window.py"])


@pytest.fixture
def app(desktop, process):
    yield desktop.application(process)
    process.kill()
    process.wait()


@pytest.fixture
def second_page(app):
    app.find("push button", "Next").press()
    app.find("table", "Metadata")
    return app


def says(app: Widget, text: str) -> Widget:
    return app.find("label", text)


def test_the_window_is_named_by_its_title(app):
    assert app.find("frame").name == "Sample"


def test_combo_box_is_found_by_its_label_and_named_by_its_text(app):
    assert app.find("combo box", label="KMS key").name == "aws/s3"


@pytest.mark.parametrize("text", ["key 00", "key 28", "key 03"])
def test_combo_box_item_is_chosen_past_a_disabled_one(app, text):
    keys = app.find("combo box", "KMS key")
    keys.choose(text)
    assert keys.name == text


def test_combo_box_goes_back_up(app):
    keys = app.find("combo box", "KMS key")
    keys.choose("key 07")
    keys.choose("aws/s3")
    assert keys.name == "aws/s3"


@pytest.mark.parametrize("text", ["key 02", "key 99"])
def test_choosing_a_missing_item_lists_the_items(app, text):
    with pytest.raises(AssertionError, match=r"to be offered\n.*'key 01', 'key 02'"):
        app.find("combo box", "KMS key").choose(text, timeout=0.5)
    assert app.find("combo box", "KMS key").name == "aws/s3"


def test_editable_combo_box_takes_a_typed_name(app):
    bucket = app.find("combo box", label="Bucket")
    bucket.find("text").type_text("three-buckets")
    assert bucket.name == "three-buckets"


def test_editable_combo_box_takes_an_item(app):
    bucket = app.find("combo box", label="Bucket")
    bucket.choose("two")
    assert bucket.find("text").text == "two"


def test_typing_in_a_line_edit(app):
    app.find("text", "Folder (prefix)").type_text("a/b-C_1 ~")
    says(app, "heard a/b-C_1 ~")


def test_unsupported_keys_are_rejected(app):
    with pytest.raises(ValueError, match="not ASCII"):
        app.find("text", "Folder (prefix)").type_text("Ü")


def test_line_edit_is_set_without_keys(app):
    field = app.find("text", "Folder (prefix)")
    field.set_text("π/")
    assert field.text == "π/"


def test_radio_buttons_are_labelled_by_their_group(app):
    names = [one.name for one in app.find_all("radio button", label="Encryption")]
    assert names == ["Bucket default", "SSE-S3", "SSE-KMS"]


def test_radio_button_is_chosen_and_the_other_is_not(app):
    app.find("radio button", "SSE-S3").check()
    app.find("radio button", "SSE-KMS").check()
    assert not app.find("radio button", "SSE-S3").checked


def test_check_box_is_ticked_and_cleared(app):
    box = app.find("check box", "Use an S3 Bucket Key")
    box.check()
    box.check(False)
    assert not box.checked


def test_mnemonic_is_no_part_of_the_name_and_works(desktop, app):
    app.find("push button", name="Next")
    desktop.screen.keys("alt+n")
    app.find("table", "Metadata")


def test_keyboard_alone_reaches_the_next_field(desktop, app):
    app.find("text", "Folder (prefix)").focus()
    desktop.screen.keys("Tab")
    wait_for(lambda: "focused" in app.find("radio button", "Bucket default").states)


def test_hidden_page_is_not_found(app):
    assert app.find_all("table", "Metadata") == []
    assert len(app.find_all("table", "Metadata", hidden=True)) == 1


def test_table_cells_are_read(second_page):
    rows = second_page.find("table", "Metadata").rows()
    assert rows == [["00", "01"], ["10", "11"], ["20", "21"]]


def test_column_headers_are_found(second_page):
    names = [one.name for one in second_page.find_all("column header")]
    assert names == ["Key", "Value"]


def test_long_list_is_read_in_part_and_selected(second_page):
    files = second_page.find("list", "Files to upload")
    assert len(files.rows(limit=3)) == 3
    files.select_row(1)
    says(second_page, "heard file 1.txt")


def test_row_out_of_sight_is_selected_by_keys(second_page):
    second_page.find("list", "Files to upload").select_row(40)
    says(second_page, "heard file 40.txt")


def test_table_cell_is_edited(second_page):
    table = second_page.find("table", "Metadata")
    table.edit_cell(1, 0, "owner")
    assert table.rows()[1] == ["owner", "11"]


def test_long_combo_box_is_searched_by_typing(second_page):
    second_page.find("combo box", "Alias").choose("alias 19999")


def test_progress_has_a_value(second_page):
    assert second_page.find("progress bar", "Progress").value == 40


def test_pressing_a_button_that_opens_a_dialog_does_not_wait_for_it(app):
    app.find("push button", "Upload").press()
    app.find("dialog", "Question").find("push button", "Close").press()
    says(app, "answered")


def test_menu_item_is_pressed_without_opening_the_menu(app):
    app.find("menu item", "Upload…", hidden=True).press()
    app.find("dialog", "Question").find("push button", "Close").press()
    says(app, "answered")


def test_files_are_dropped_on_the_window(desktop, app, tmp_path):
    paths = [tmp_path / "ä b.txt", tmp_path / "c.txt"]
    for path in paths:
        path.write_text("x", "utf-8")
    assert desktop.screen.drop_files(paths, *app.find("frame").area.middle) == "copy"
    says(app, f"dropped {paths[0]}, {paths[1]}")


def test_files_dropped_outside_the_window(desktop, app, tmp_path):
    with pytest.raises(AssertionError, match="drop at 3,3"):
        desktop.screen.drop_files([tmp_path], 3, 3, timeout=0.3)


def test_a_missing_widget_is_reported_with_the_tree(app):
    with pytest.raises(AssertionError, match=r"push button Off(.|\n)*push button 'Next'"):
        app.find("push button", "Off", timeout=0)


def test_an_ambiguous_widget_is_rejected(app):
    with pytest.raises(AssertionError, match="3 times: radio button"):
        app.find("radio button")


def test_a_closed_window(desktop, app, process):
    frame = app.find("frame")
    desktop.screen.keys("alt+F4")  # openbox has no key bindings here: nothing happens
    assert frame.exists()
    process.kill()
    wait_for(lambda: not frame.exists())


def test_the_dump_command_prints_the_tree(app, process):
    words = [sys.executable, "-m", "tests.end_to_end.atspi", "--pid", str(process.pid)]
    text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "combo box 'aws/s3' label='KMS key'" in text


def test_screenshot_is_a_png_of_the_screen(desktop, app, tmp_path):
    desktop.screenshot(tmp_path / "all.png")
    assert struct.unpack(">II", (tmp_path / "all.png").read_bytes()[16:24]) == (1280, 800)


def test_screenshot_of_a_widget_has_its_size(app, tmp_path):
    field = app.find("text", "Folder (prefix)")
    field.screenshot(tmp_path / "one.png")
    size = struct.unpack(">II", (tmp_path / "one.png").read_bytes()[16:24])
    assert size == (field.area.width, field.area.height)


def test_children_see_nothing_of_the_testers_own(desktop, monkeypatch):
    environment = desktop.environment()
    assert not [name for name in environment if name.startswith("AWS_")]
    assert Path(environment["HOME"]).is_relative_to(desktop.folder)


@pytest.mark.parametrize(("dark", "word"), [(True, "dark"), (False, "light")])
def test_the_color_scheme_is_chosen(dark, word):
    with Desktop(1920, 1080, dark=dark) as desktop:
        process = desktop.start([sys.executable, SAMPLES / "window.py"])
        says(desktop.application(process), word)


def test_nothing_is_left_running(tmp_path):
    with Desktop() as desktop:
        app = desktop.application(desktop.start([sys.executable, SAMPLES / "window.py"]))
        desktop.screen.drop_files([tmp_path], *app.find("frame").area.middle)
        assert len(living_in(desktop.home)) >= 6
    wait_for(lambda: not living_in(desktop.home))
    assert not desktop.folder.exists()


def test_everything_ends_when_the_tester_is_killed(tmp_path_factory):
    # A short name: a socket's path has 107 bytes at most.
    folder = tmp_path_factory.mktemp("t")
    script = """
from tests.end_to_end.desktop import Desktop
with Desktop() as desktop:
    print(desktop.home, flush=True)
    input()
"""
    tester = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    assert tester.stdout
    home = Path(tester.stdout.readline().strip())
    assert len(living_in(home)) >= 5
    tester.kill()
    tester.communicate()
    wait_for(lambda: not living_in(home))


def living_in(home: Path) -> list[str]:
    """The ids of the processes that have this HOME (a zombie has no environment left)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"HOME={home}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(folder.name)
    return found


def test_what_vanishes_while_it_is_looked_at_is_looked_at_again():
    looks = [Vanished("row 3"), "row 4"]

    def look():
        seen = looks.pop(0)
        if isinstance(seen, Vanished):
            raise seen
        return seen

    assert wait_for(look, 1.0) == "row 4"


def test_what_has_vanished_for_good_is_told():
    def look():
        message = "the table"
        raise Vanished(message)

    with pytest.raises(AssertionError, match="rows") as told:
        wait_for(look, 0.05, what="rows")
    assert isinstance(told.value.__cause__, Vanished)
