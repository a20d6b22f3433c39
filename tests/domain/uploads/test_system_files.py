from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.system_files import is_system_file, is_system_folder


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        ".ds_store",
        "._photo.jpg",
        ".localized",
        "Icon\r",
        "Thumbs.db",
        "thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "Desktop.ini",
        "~$report.docx",
        ".~lock.report.odt#",
        ".nfs00000000012a3b4c00000001",
        ".fuse_hidden0000000200000001",
    ],
)
def test_system_files(name):
    assert is_system_file(name)
    assert not is_system_folder(name)


@pytest.mark.parametrize(
    "name",
    [
        ".Spotlight-V100",
        ".Trashes",
        ".fseventsd",
        "$RECYCLE.BIN",
        "System Volume Information",
        "__MACOSX",
        ".Trash-1000",
    ],
)
def test_system_folders(name):
    assert is_system_folder(name)
    assert not is_system_file(name)


@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        ".bashrc",
        ".directory",
        ".git",
        ".env",
        "thumbs.db.txt",
        "my desktop.ini",
        "Icon",
        "~backup",
        "$data",
        "report.docx~",
        "._",
        ".~lock.report.odt",
        ".Trash",
        ".nfs",
        "",
    ],
)
def test_files_of_the_user(name):
    assert not is_system_file(name)
    assert not is_system_folder(name)
