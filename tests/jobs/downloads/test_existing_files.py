from __future__ import annotations

import os
import sys
from threading import Event

import pytest

from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.existing_files import LookAtFiles


@pytest.fixture
def look(services):
    def look(*paths, stopped=None):
        context = Context(services, lambda _event: None, stopped or Event())
        return LookAtFiles(tuple(map(str, paths))).run(context)

    return look


def test_a_file_that_stays_has_the_same_fingerprint(look, tmp_path):
    path = tmp_path / "a"
    path.write_text("content")
    first = look(path)
    assert first[str(path)] is not None
    assert look(path) == first


@pytest.mark.parametrize("how", ["written", "replaced"])
def test_a_change_is_seen_though_size_and_date_are_the_same(look, tmp_path, how):
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("content")
    first, status = look(path), path.stat()
    if how == "written":
        path.write_text("CONTENT")
    else:
        other.write_text("CONTENT")
        other.replace(path)
    if sys.platform != "win32":
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert look(path) != first


def test_what_is_gone_is_told(look, tmp_path):
    below_file = tmp_path / "file" / "a"
    below_file.parent.write_text("")
    assert look(tmp_path / "a", below_file) == {str(tmp_path / "a"): None, str(below_file): None}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a privilege on Windows")
def test_a_broken_link_is_there(look, tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "missing")
    assert look(tmp_path / "a")[str(tmp_path / "a")] is not None


def test_what_cannot_be_seen_is_left_out(look, tmp_path):
    assert look(tmp_path / ("a" * 300)) == {}


def test_it_can_be_stopped(look, tmp_path):
    stopped = Event()
    stopped.set()
    with pytest.raises(Cancelled):
        look(tmp_path, stopped=stopped)
