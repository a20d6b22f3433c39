from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import (
    DownloadRequest,
    FileOutcome,
    FileResult,
    InterruptedDownload,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.gui import assets
from s3enc_gui.gui.downloads.models.download_row import MOST_TOLD, DownloadPhase, DownloadRow
from s3enc_gui.gui.downloads.models.downloads_model import Column, DownloadsModel
from s3enc_gui.gui.messages import downloads as words
from s3enc_gui.gui.models import roles
from s3enc_gui.jobs.downloads.events import DownloadProgress, FilesEnded
from s3enc_gui.jobs.uploads.queue.events import OutageChanged

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REQUEST = DownloadRequest(Connection(), "my-bucket", "/home/anna/To", prefixes=("x/photos/",))
ERROR = AppError("You may not decrypt", "The key is out of reach.", code="AccessDenied")


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def model(qapp, clock):
    model = DownloadsModel(clock=clock)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.add(DownloadRow(REQUEST))
    yield model
    del tester


@pytest.fixture
def row(model):
    row = model.row(0)
    row.phase = DownloadPhase.RUNNING
    return row


def result(number, ended=FileOutcome.CHECKED, **more):
    error = ERROR if ended in (FileOutcome.FAILED, FileOutcome.TAKEN) else None
    return FileResult(f"x/{number}", None, 10, f"/to/{number}", ended, error=error, **more)


def text(model, column, role=Qt.ItemDataRole.DisplayRole):
    return model.index(0, column).data(role)


def test_a_row_says_what_goes_where(model):
    assert text(model, Column.NAME) == "photos/"
    assert text(model, Column.FOLDER) == "To"
    assert text(model, Column.STATE) == "Waiting"
    tip = Qt.ItemDataRole.ToolTipRole
    assert text(model, Column.NAME, tip) == "s3://my-bucket/x/photos/"
    assert text(model, Column.FOLDER, tip) == "/home/anna/To"


def test_speed_and_what_is_left(model, row, clock):
    for second in range(5):
        clock.now = second
        moved = second * 10_000_000
        model.take(row, [DownloadProgress(0, 1, moved, 100_000_000)])
    assert text(model, Column.PROGRESS, roles.DETAIL) == "10 MB/s"
    assert text(model, Column.PROGRESS) == "39 % · 10 MB/s"
    assert text(model, Column.STATE) == "Downloading · 6 s left"
    assert text(model, Column.PROGRESS, Qt.ItemDataRole.ToolTipRole) == "40 MB of 100 MB"


def test_what_had_come_before_is_no_speed(model, row, clock):
    model.take(row, [DownloadProgress(0, 1, 0, 100_000_000)])
    clock.now = 1
    model.take(row, [DownloadProgress(0, 1, 60_000_000, 100_000_000, known=50_000_000)])
    assert text(model, Column.PROGRESS, roles.DETAIL) == "10 MB/s"


def test_the_speed_falls_where_nothing_is_heard(model, row, clock):
    model.take(row, [DownloadProgress(0, 1, 0, 100_000_000)])
    for clock.now in (1, 2):
        model.take(row, [DownloadProgress(0, 1, 20_000_000 * clock.now, 100_000_000)])
    clock.now = 4
    model.tick()
    assert text(model, Column.PROGRESS, roles.DETAIL) == "10 MB/s"


def test_while_it_is_listed_nobody_knows_how_much_there_is(model, row):
    model.take(row, [DownloadProgress(3, None, 30, None, listed=5000)])
    assert text(model, Column.PROGRESS, roles.PERMILLE) is None
    tip = text(model, Column.PROGRESS, Qt.ItemDataRole.ToolTipRole)
    assert tip == "3 files, 5,000 found so far · 30 bytes"


def test_bad_outage_is_told(model, row):
    model.take(row, [OutageChanged(Outage(OutageKind.OFFLINE, ERROR, NOON))])
    assert text(model, Column.STATE) == "Connection lost"
    model.take(row, [OutageChanged(None)])
    assert text(model, Column.STATE) == "Downloading"


@pytest.mark.parametrize(
    ("ends", "said", "permille"),
    [
        ([FileOutcome.CHECKED, FileOutcome.FOLDER], "Checked", 1000),
        ([FileOutcome.CHECKED, FileOutcome.ARRIVED], "Downloaded, 1 unchecked", 1000),
        ([FileOutcome.CHECKED, FileOutcome.FAILED], "Failed: 1", 500),
        ([FileOutcome.FAILED], "Failed: You may not decrypt", 0),
        ([FileOutcome.TAKEN, FileOutcome.FAILED], "Failed: 1 · Already there: 1", 0),
        ([FileOutcome.SKIPPED], "Skipped", 1000),
        ([FileOutcome.FOLDER], "Downloaded", 1000),
        ([], "Nothing to download", 1000),
    ],
)
def test_the_worst_comes_first(model, row, ends, said, permille):
    model.take(row, [FilesEnded(tuple(result(at, one) for at, one in enumerate(ends)))])
    row.phase = DownloadPhase.ENDED
    assert text(model, Column.STATE) == said
    assert text(model, Column.PROGRESS, roles.PERMILLE) == permille
    assert text(model, Column.STATE, Qt.ItemDataRole.DecorationRole)


def test_every_state_has_words_and_a_picture(model, row):
    for phase in DownloadPhase:
        row.phase, row.error = phase, ERROR if phase is DownloadPhase.FAILED else None
        assert text(model, Column.STATE)
        assert text(model, Column.STATE, Qt.ItemDataRole.ToolTipRole)
        assert assets.icon_path(words.PHASE_SIGNS[phase].icon).is_file()
    assert set(words.RESULT_SIGNS) == set(FileOutcome)
    for sign in words.RESULT_SIGNS.values():
        assert assets.icon_path(sign.icon).is_file()


def test_files_without_trouble_are_only_counted(row):
    row.take(result(number) for number in range(20_000))
    assert row.counts == {FileOutcome.CHECKED: 20_000}
    assert row.told == []
    assert words.details_text(row) == ""


def test_what_is_unusual_about_the_listing_is_told(model, row):
    model.take(row, [ListingNotice.REPEATED])
    assert "more than once" in words.details_text(row)


def test_so_many_words_are_kept_and_no_more(row):
    row.take(result(number, FileOutcome.FAILED) for number in range(MOST_TOLD + 5))
    lines = words.details_text(row).splitlines()
    assert lines[0].startswith("Failed: x/0 – You may not decrypt [AccessDenied]")
    assert lines[-1] == "… and 5 more"


def test_an_interrupted_one_shows_how_far_it_is(model):
    kept = InterruptedDownload(REQUEST, NOON, 12, 20, 50_000_000, 100_000_000)
    row = DownloadRow(REQUEST, kept)
    model.add(row)
    assert row.permille == 503
    assert words.download_tip(row) == "Interrupted · 12 of 20 files · 50 MB of 100 MB"


def test_skipping_is_a_decision(row):
    row.take([result(1, FileOutcome.TAKEN), result(2)])
    row.skip_taken()
    assert (row.taken, row.told) == ([], [])
    assert row.counts[FileOutcome.SKIPPED] == 1
    assert row.counts[FileOutcome.TAKEN] == 0


def test_rows_go(model, row):
    model.remove(row)
    model.remove(row)
    model.take(row, [DownloadProgress(0, 1, 0, 1)])
    assert model.rowCount() == 0
