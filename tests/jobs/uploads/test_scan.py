from __future__ import annotations

import pytest

from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.domain.uploads.found import Links
from s3enc_gui.jobs.context import Context, Services
from s3enc_gui.jobs.uploads.scan import BATCH, Scanned, ScanPaths
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile


@pytest.fixture
def reports():
    return []


@pytest.fixture
def context(reports, tmp_path):
    services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
    return Context(services, report=reports.append)


@pytest.fixture
def folder(tmp_path):
    for number in range(BATCH + 3):
        (tmp_path / f"{number:04}.txt").touch()
    return tmp_path


def test_files_are_returned_in_order(context, folder):
    scanned = ScanPaths((str(folder),)).run(context)
    assert len(scanned.files) == BATCH + 3
    assert list(scanned.files) == sorted(scanned.files, key=lambda found: found.relative)


def test_each_file_is_reported_once_in_batches(context, reports, folder):
    scanned = ScanPaths((str(folder),)).run(context)
    assert [len(report.files) for report in reports] == [BATCH, 3]
    assert sum((report.files for report in reports), ()) == scanned.files


def test_missing_paths_are_reported_beside_found_files(context, tmp_path):
    (tmp_path / "here.txt").touch()
    paths = (str(tmp_path / "nothing"), str(tmp_path / "here.txt"))
    scanned = ScanPaths(paths).run(context)
    assert [found.relative for found in scanned.files] == ["here.txt"]
    assert [error.code for error in scanned.unreadable] == ["ENOENT"]


def test_links_are_returned_beside_files(context, reports, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").touch()
    (tmp_path / "top").mkdir()
    (tmp_path / "top" / "linked").symlink_to("../folder")
    paths = (str(tmp_path / "top"),)
    left_out, followed = ScanPaths(paths).run(context), ScanPaths(paths, Links.ALL).run(context)
    assert (left_out.files, [one.state for one in left_out.links]) == ((), ["not-followed"])
    assert [one.relative for one in followed.files] == ["top/linked/a.txt"]
    assert [one.state for one in followed.links] == ["followed"]
    assert all(report.links == () for report in reports)


def test_urls_are_read_where_they_are_mounted_and_named_elsewhere(context, tmp_path, monkeypatch):
    mount = tmp_path / "gvfs" / "smb-share:server=nas,share=photos"
    mount.mkdir(parents=True)
    (mount / "a.txt").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    scanned = ScanPaths(("smb://nas/photos/a.txt", "smb://other/photos")).run(context)
    assert [found.path for found in scanned.files] == [str(mount / "a.txt")]
    [error] = scanned.unreadable
    assert error.title == "Can't use smb://other/photos"


def test_it_can_be_canceled(context, folder):
    context.stopped.set()
    with pytest.raises(Cancelled):
        ScanPaths((str(folder),)).run(context)


def test_no_paths(context):
    assert ScanPaths(()).run(context) == Scanned(())
