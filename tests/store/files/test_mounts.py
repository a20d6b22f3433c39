"""Files given as URLs, and where their drives are mounted."""

from __future__ import annotations

import socket
import sys

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.files import mounts
from s3enc_gui.store.files.mounts import local_path

GVFS = [
    "smb-share:server=nas,share=photos",
    "smb-share:domain=WORK,server=nas,share=music,user=anna",
    "sftp:host=example.org,port=2222,user=anna",
    "dav:host=cloud.example.org,ssl=true,user=me,prefix=%2Fremote.php%2Fdav",
    "mtp:host=Google_Pixel_6",
    "mtp:host=%5Busb%3A001%2C008%5D",
    "google-drive:host=gmail.com,user=anna",
    "ftp:host=ftp.example.org",
]
MOUNTS = r"""
//filer/Public /mnt/public cifs rw,relatime 0 0
//filer/home/anna /mnt/with\040space smb3 rw 0 0
server:/export/data /mnt/data nfs4 rw 0 0
anna@host.example.org:/srv /mnt/srv fuse.sshfs rw 0 0
/dev/sda1 / ext4 rw 0 0
"""


@pytest.fixture(autouse=True)
def drives(tmp_path, monkeypatch):
    """Mounts of GVFS, KIO-FUSE and the kernel; returns the folder of the session."""
    for name in GVFS:
        (tmp_path / "gvfs" / name).mkdir(parents=True)
    (tmp_path / "kio-fuse-abc" / "smb" / "anna@kde-nas" / "photos").mkdir(parents=True)
    (tmp_path / "kio-fuse-abc" / "mtp" / "Pixel").mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    monkeypatch.setattr(mounts, "MOUNTS", table)
    return tmp_path


@pytest.mark.parametrize(
    ("url", "mount", "rest"),
    [
        ("smb://nas/photos/2026/a%20b.jpg", 0, "2026/a b.jpg"),
        ("smb://NAS/Photos/2026", 0, "2026"),
        ("file://nas/photos/a.jpg", 0, "a.jpg"),
        ("smb://nas/photos", 0, ""),
        ("smb://nas/music/a.mp3", 1, "a.mp3"),
        ("smb://anna:secret@nas/music/a.mp3", 1, "a.mp3"),
        ("sftp://example.org/home/anna/a", 2, "home/anna/a"),
        ("sftp://anna@example.org:2222/home/anna/a", 2, "home/anna/a"),
        ("ssh://example.org/home", 2, "home"),
        ("davs://me@cloud.example.org/remote.php/dav/a%2523", 3, "a%23"),
        ("mtp://Google_Pixel_6/DCIM/1.jpg", 4, "DCIM/1.jpg"),
        ("mtp://%5Busb%3A001,008%5D/DCIM", 5, "DCIM"),
        ("mtp://[usb:001,008]/DCIM", 5, "DCIM"),
        ("google-drive://anna@gmail.com/x/y", 6, "x/y"),
        ("ftp://ftp.example.org/pub", 7, "pub"),
    ],
)
def test_mounts_of_gvfs(drives, url, mount, rest):
    assert local_path(url) == str(drives / "gvfs" / GVFS[mount] / rest)


def test_a_slash_at_the_end_is_kept(drives):
    assert local_path("smb://nas/photos/in/") == str(drives / "gvfs" / GVFS[0] / "in") + "/"
    assert local_path("smb://filer/public/") == "/mnt/public/"
    assert local_path("file:///home/") == "/home/"


def test_mounts_of_older_gvfs(drives, monkeypatch):
    (drives / "gvfs").rename(drives / ".gvfs")
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert local_path("smb://nas/photos/a") == str(drives / ".gvfs" / GVFS[0] / "a")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("smb://anna@kde-nas/photos/a.jpg", "smb/anna@kde-nas/photos/a.jpg"),
        ("smb://anna:secret@kde-nas/photos", "smb/anna@kde-nas/photos"),
        ("mtp:/Pixel/DCIM", "mtp/Pixel/DCIM"),
    ],
)
def test_mounts_of_kio_fuse(drives, url, path):
    assert local_path(url) == str(drives / "kio-fuse-abc" / path)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("smb://filer/public/a.txt", "/mnt/public/a.txt"),
        ("smb://filer/home/anna/b", "/mnt/with space/b"),
        ("nfs://server/export/data/c", "/mnt/data/c"),
        ("sftp://anna@host.example.org/srv/d", "/mnt/srv/d"),
    ],
)
def test_mounts_of_the_kernel(url, path):
    assert local_path(url) == path


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///home/anna/a%20b.txt", "/home/anna/a b.txt"),
        ("file:/home/anna/a", "/home/anna/a"),
        ("file://localhost/home/a", "/home/a"),
        (f"FILE://{socket.gethostname()}/home/a", "/home/a"),
        ("file:///C:/Users/a", "C:/Users/a"),
        ("file:///home/%FF", "/home/\udcff"),
    ],
)
def test_urls_of_local_files(url, path):
    assert local_path(url) == path


@pytest.mark.parametrize("path", ["a.txt", "/a/b", "C:/a", "C:\\a", "a:b", "smb:", "x/smb://y", ""])
def test_paths_are_left_as_they_are(path):
    assert local_path(path) == path


def test_a_file_whose_name_looks_like_a_url(drives, monkeypatch):
    monkeypatch.chdir(drives)
    (drives / "smb:").mkdir()
    (drives / "smb:" / "a").touch()
    assert local_path("smb:/a") == "smb:/a"


@pytest.mark.parametrize(
    ("url", "shown", "code"),
    [
        ("smb://other/photos/a", "smb://other/photos/a", "NotMounted"),
        ("smb://nas/other/a", "smb://nas/other/a", "NotMounted"),
        ("smb://nas/photos2/a", "smb://nas/photos2/a", "NotMounted"),
        ("smb://bert@nas/music/a", "smb://bert@nas/music/a", "NotMounted"),
        ("sftp://example.org:22/a", "sftp://example.org:22/a", "NotMounted"),
        ("dav://cloud.example.org/remote.php/dav/a", None, "NotMounted"),
        ("davs://cloud.example.org/other", None, "NotMounted"),
        ("file://server/share/a", None, "NotMounted"),
        ("ftp://u:secret@h/a%20b", "ftp://u@h/a b", "NotMounted"),
        ("trash:///a", "trash:/a", "NotMounted"),
        ("gdrive:/me/x", "gdrive:/me/x", "NotMounted"),
        ("https://example.org/a", "https://example.org/a", "WebAddress"),
        ("s3://bucket/key", "s3://bucket/key", "ObjectAddress"),
    ],
)
def test_addresses_that_cannot_be_read_are_named_without_their_password(url, shown, code):
    with pytest.raises(AppError) as error:
        local_path(url)
    assert error.value.code == code
    assert error.value.title == f"Can't use {shown or url}"


def test_shares_are_unc_paths_on_windows(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    for url in ("smb://server/share/a%20b", "file://server/share/a%20b"):
        assert local_path(url) == r"\\server\share\a b"
