"""What makes the program part of a Linux desktop, as the desktops' own checkers read it."""

from __future__ import annotations

import configparser
import xml.etree.ElementTree as ET
from importlib import import_module

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from PySide6.QtGui import QImage

from tests.packaging.run import ROOT, content, said_by, write

ENTRIES = (
    "applications/s3enc.desktop",
    "applications/s3enc-upload.desktop",
    "Thunar/sendto/s3enc.desktop",
)
ACTIONS = (
    ("kio/servicemenus/s3enc.desktop", "Desktop Action upload"),
    ("nemo/actions/s3enc.nemo_action", "Nemo Action"),
    ("file-manager/actions/s3enc.desktop", "X-Action-Profile files"),
)


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    return write("desktop", tmp_path_factory.mktemp("desktop"), "--with-demo")


def parsed(path):
    found = configparser.RawConfigParser(strict=True, delimiters=("=",))
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read(path, encoding="utf-8")
    return found


@pytest.mark.parametrize("entry", ENTRIES)
def test_desktop_entries_are_valid(share, entry):
    assert said_by("desktop-file-validate", "--no-hints", share / entry) == (0, "", "")


def test_the_metainfo_is_valid(share):
    (path,) = (share / "metainfo").iterdir()
    status, shown, _ = said_by("appstreamcli", "validate", "--no-net", path)
    assert (status, "W:" in shown, "E:" in shown) == (0, False, False)
    root = ET.parse(path).getroot()  # noqa: S314 - our own file
    assert (root.findtext("id"), root.findtext("launchable")) == (path.name[:-13], "s3enc.desktop")
    assert [one.get("date") for one in root.iter("release")] == ["2023-11-14"]


def test_the_window_belongs_to_its_entry(share):
    """Qt's desktop file name, the entry's own, and the icon's are the same."""
    entry = parsed(share / "applications" / "s3enc.desktop")["Desktop Entry"]
    assert (entry["Icon"], entry["StartupWMClass"], entry["Exec"]) == (
        "s3enc",
        "s3enc",
        "s3enc-gui %F",
    )


def test_any_file_can_be_opened_but_no_folder(share):
    entry = parsed(share / "applications" / "s3enc-upload.desktop")["Desktop Entry"]
    assert entry["Name"] == "Upload with S3enc"
    assert entry["Exec"].endswith(" %F")
    assert entry["MimeType"] == "application/octet-stream;text/plain;"


@pytest.mark.parametrize(("path", "group"), ACTIONS)
def test_file_managers_give_all_selected_files(share, path, group):
    assert parsed(share / path)[group]["Exec"] == "s3enc-gui %F"
    assert "Upload with S3enc" in (share / path).read_text(encoding="utf-8")


def test_the_nautilus_script_passes_its_arguments_on(share, tmp_path):
    script = share / "s3enc" / "nautilus-scripts" / "Upload with S3enc"
    fake = tmp_path / "s3enc-gui"
    fake.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    fake.chmod(0o755)
    status, shown, said = said_by(script, "a b", "--demo", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert (status, shown, said) == (0, "--|a b|--demo|", "")


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_is_an_action_where_it_is_installed(share, tmp_path, demo):
    entry = (
        (share if demo else write("desktop", tmp_path)) / "applications" / "s3enc.desktop"
    ).read_text(encoding="utf-8")
    assert ("s3enc-gui --demo" in entry) == ("Actions=demo;" in entry) == demo


def test_a_program_in_a_folder_with_a_blank_is_quoted(tmp_path):
    share = write("desktop", tmp_path, "--program", "/home/a b/50%/s3enc-gui")
    entry = share / "applications" / "s3enc.desktop"
    assert 'Exec="/home/a b/50%%/s3enc-gui" %F' in entry.read_text(encoding="utf-8")
    assert said_by("desktop-file-validate", "--no-hints", entry)[0] == 0


def test_icons_have_their_sizes(share):
    icons = sorted((share / "icons" / "hicolor").rglob("*.png"))
    assert len(icons) == 10
    for path in icons:
        image = QImage(str(path))
        assert f"{image.width()}x{image.height()}" == path.parts[-3]
        assert image.pixelColor(0, 0).alpha() == 0  # the corners are round
        assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() == 255


def test_the_same_program_gives_the_same_bytes(share, tmp_path):
    assert content(write("desktop", tmp_path, "--with-demo")) == content(share)


def test_translations_come_from_the_catalogs(tmp_path, monkeypatch):
    catalog = tmp_path / "pt_BR" / "LC_MESSAGES" / "s3enc.mo"
    catalog.parent.mkdir(parents=True)
    with catalog.open("wb") as file:
        write_mo(file, translated("Upload with S3enc", "Enviar com o S3enc"))
    monkeypatch.syspath_prepend(ROOT / "packaging" / "desktop")
    texts, entries = import_module("texts"), import_module("entries")
    monkeypatch.setattr(texts, "LOCALE_FOLDER", tmp_path)
    entry = entries.desktop_files("s3enc-gui", demo=False)["share/nemo/actions/s3enc.nemo_action"]
    assert "Name=Upload with S3enc\nName[pt_BR]=Enviar com o S3enc\nComment=Upload" in entry


def translated(text, translation):
    catalog = Catalog(locale="pt_BR", domain="s3enc")
    catalog.add(text, translation)
    return catalog
