from __future__ import annotations

import os
from dataclasses import replace

import pytest

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import OpenUpload, SentPart, Transfer
from s3enc_gui.jobs.uploads.sending import part_check
from s3enc_gui.jobs.uploads.sending.part_check import SentSpan, has_spans, recorded_spans
from s3enc_gui.s3.checksums import as_header, crc64nvme
from s3enc_gui.store.files.source_file import SourceFile
from tests.fakes.rewriting import rewrite

DATA = bytes(range(100))
TRANSFER = Transfer(1, 1, UploadItem("file", "key", 100))
UPLOAD = OpenUpload("id", 40, crc=True, parts=(SentPart(1, 40, "1", 7), SentPart(3, 20, "3", 8)))


def span(offset, size):
    return SentSpan(offset, size, as_header(crc64nvme(DATA[offset : offset + size])))


SPANS = [span(0, 40), span(40, 40), span(80, 20)]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(part_check, "PIECE", 16)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(DATA)
    return path


@pytest.fixture
def source(path):
    with SourceFile(str(path)) as source:
        yield source


@pytest.mark.parametrize("spans", [SPANS, [span(0, 100)], SPANS[1:2], []])
def test_an_unchanged_file(source, spans):
    read: list[int] = []
    assert has_spans(source, spans, Cancellation(), read.append)
    assert sum(read) == sum(each.size for each in spans)


@pytest.mark.parametrize("offset", [0, 15, 16, 39, 40, 79, 99])
@pytest.mark.parametrize("spans", [SPANS, [span(0, 100)]])
def test_one_changed_byte_is_found(path, source, spans, offset):
    rewrite(path, (offset, b"\xff"))
    assert not has_spans(source, spans, Cancellation())


def test_a_shorter_file(path, source):
    os.truncate(path, 90)
    assert not has_spans(source, SPANS, Cancellation())


def test_an_unreadable_file_is_an_error(source, monkeypatch):
    def read(*_):
        raise AppError("The disk cannot be read", code="EIO")

    monkeypatch.setattr(SourceFile, "read_into", read)
    with pytest.raises(AppError, match="disk"):
        has_spans(source, SPANS, Cancellation())


def test_it_can_be_canceled_between_two_pieces(source):
    stop, read = Cancellation(), []

    def on_read(size):
        read.append(size)
        stop.set()

    with pytest.raises(Cancelled):
        has_spans(source, SPANS, stop, on_read)
    assert read == [16]


@pytest.mark.parametrize(
    ("transfer", "spans"),
    [
        ({}, []),
        ({"upload": UPLOAD}, [SentSpan(0, 40, as_header(7)), SentSpan(80, 20, as_header(8))]),
        ({"upload": UPLOAD, "sent": Sent(100, "crc")}, [SentSpan(0, 100, "crc")]),
    ],
)
def test_recorded_spans(transfer, spans):
    assert recorded_spans(replace(TRANSFER, **transfer)) == spans
