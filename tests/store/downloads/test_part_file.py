from __future__ import annotations

import os
import sys
from collections import namedtuple

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.downloads.part_file import PartFile, part_path, remove_part
from tests.fakes.odd_drives import ODD, install

SIZE, RANGE = 25, 10


@pytest.fixture
def target(tmp_path):
    return tmp_path / "file.bin"


@pytest.fixture
def opened(target):
    """Open part files; closes them at the end."""
    parts: list[PartFile] = []

    def opened(identity="one", size=SIZE, target=target):
        parts.append(PartFile(target, identity, size, RANGE))
        return parts[-1]

    yield opened
    for part in parts:
        part.close()


def filled(part):
    for number in range(part.ranges):
        first, end = part.span(number)
        part.write(first, bytes([65 + number]) * (end - first))
        part.note(number, number * 7)
    return part


def test_it_is_beside_its_target_and_is_renamed_to_it(opened, target):
    part = filled(opened())
    assert part.path.name == ".file.bin-96f06f32bfd56e50.s3enc-part"
    assert b"".join(part.pieces()) == b"A" * 10 + b"B" * 10 + b"C" * 5
    part.complete(1_700_000_000.0)
    assert part.publish(IfExists.FAIL) == target
    assert target.read_bytes() == b"A" * 10 + b"B" * 10 + b"C" * 5
    assert target.stat().st_mtime == 1_700_000_000.0
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("odd", ODD)
def test_it_opens_on_unusual_drives(opened, target, monkeypatch, odd):
    install(monkeypatch, odd)
    filled(opened()).close()
    part = opened()
    assert set(part.records) == {0, 1, 2}
    part.complete(None)
    assert part.publish(IfExists.FAIL) == target


def test_the_next_run_knows_the_complete_ranges(opened):
    part = opened()
    part.write(10, b"B" * 10)
    part.note(1, 2**64 - 1)
    part.close()
    again = opened()
    assert again.records == {1: 2**64 - 1}
    assert b"".join(again.pieces(10, 20)) == b"B" * 10
    assert not again.had_other


def test_a_part_of_another_object_is_overwritten(opened):
    filled(opened()).close()
    other = opened("another")
    assert other.records == {}
    assert other.had_other
    assert b"".join(other.pieces(0, 10)).strip(b"\0") == b""


def test_a_damaged_record_is_ignored(opened):
    part = filled(opened())
    part.close()
    with part.path.open("r+b") as file:
        file.seek(SIZE + 32 + 16)
        file.write(b"\1")
    assert set(opened().records) == {0, 1, 2} - {1}


def test_a_truncated_part_has_no_records(opened):
    part = filled(opened())
    part.close()
    os.truncate(part.path, 12)
    assert opened().records == {}


def test_an_empty_object_has_one_range(opened, target):
    part = opened(size=0)
    assert (part.ranges, part.span(0)) == (1, (0, 0))
    part.note(0, 0)
    part.complete(None)
    assert part.publish(IfExists.FAIL) == target
    assert target.read_bytes() == b""


def test_only_one_opens_it(opened):
    opened()
    with pytest.raises(AppError) as caught:
        opened()
    assert caught.value.code == "PartBusy"


def test_a_file_created_meanwhile_is_not_replaced(opened, target):
    part = filled(opened())
    target.write_text("mine")
    part.complete(None)
    assert part.publish(IfExists.FAIL) is None
    assert target.read_text() == "mine"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="no hard links there")
def test_a_kill_while_renaming_destroys_nothing(opened, target):
    part = filled(opened())
    part.complete(None)
    os.link(part.path, target)
    part.close()
    assert opened().records == {}
    assert target.read_bytes() == b"A" * 10 + b"B" * 10 + b"C" * 5


def test_too_little_disk_space_is_reported_before_the_first_byte(opened, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(100, 90, 10))
    with pytest.raises(AppError) as caught:
        opened()
    assert caught.value.code == "ENOSPC"
    assert "needs 25 bytes" in caught.value.detail


def test_a_disk_that_becomes_full_is_an_error(opened, monkeypatch):
    part = opened()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(AppError) as caught:
        part.write(0, b"x")
    assert (caught.value.code, caught.value.title) == ("ENOSPC", "The disk is full")


def test_it_can_be_deleted(opened, target):
    filled(opened()).discard()
    assert list(target.parent.iterdir()) == []
    filled(opened()).close()
    assert remove_part(target)
    assert not remove_part(target)


def test_an_open_part_is_not_removed(opened, target):
    part = opened()
    assert not remove_part(target)
    assert part.path.exists()


@pytest.mark.parametrize("name", ["ž" * 120, "x" * 255, "a.txt"])
def test_the_name_of_the_part_is_not_too_long(tmp_path, name):
    """143 bytes is the shortest limit in use (eCryptfs)."""
    assert len(os.fsencode(part_path(tmp_path / name).name)) <= 143


def test_two_long_names_have_two_parts(tmp_path):
    one, two = (part_path(tmp_path / ("x" * 240 + end)) for end in "ab")
    assert one != two


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="no such flag")
def test_a_link_of_its_name_is_not_followed(opened, target, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    part_path(target).symlink_to(elsewhere)
    with pytest.raises(AppError):
        opened()
    assert elsewhere.read_text() == "mine"
