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
from s3enc_gui.gui.downloads import download_text as messages
from s3enc_gui.gui.downloads.models.download_row import MAX_MESSAGES, DownloadPhase, DownloadRow
from s3enc_gui.gui.downloads.models.downloads_model import Column, DownloadsModel
from s3enc_gui.gui.models import roles
from s3enc_gui.jobs.downloads.events import DownloadProgress, FilesEnded
from s3enc_gui.jobs.events import OutageChanged

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
    error = ERROR if ended in (FileOutcome.FAILED, FileOutcome.EXISTS) else None
    return FileResult(f"x/{number}", None, 10, f"/to/{number}", ended, error=error, **more)


def text(model, column, role=Qt.ItemDataRole.DisplayRole):
    return model.index(0, column).data(role)


def test_name_folder_and_state(model):
    assert text(model, Column.NAME) == "photos/"
    assert text(model, Column.FOLDER) == "To"
    assert text(model, Column.STATE) == "Waiting"
    tip = Qt.ItemDataRole.ToolTipRole
    assert text(model, Column.NAME, tip) == "s3://my-bucket/x/photos/"
    assert text(model, Column.FOLDER, tip) == "/home/anna/To"


def test_speed_and_remaining_time(model, row, clock):
    for second in range(5):
        clock.now = second
        moved = second * 10_000_000
        model.apply(row, [DownloadProgress(0, 1, moved, 100_000_000)])
    assert text(model, Column.PROGRESS, roles.DETAIL) == "10 MB/s"
    assert text(model, Column.PROGRESS) == "39% · 10 MB/s"
    assert text(model, Column.STATE) == "Downloading · 6 s left"
    assert text(model, Column.PROGRESS, Qt.ItemDataRole.ToolTipRole) == "40 MB of 100 MB"


def test_bytes_of_an_earlier_run_do_not_count_as_speed(model, row, clock):
    model.apply(row, [DownloadProgress(0, 1, 0, 100_000_000)])
    clock.now = 1
    model.apply(row, [DownloadProgress(0, 1, 60_000_000, 100_000_000, known=50_000_000)])
    assert text(model, Column.PROGRESS, roles.DETAIL) == "10 MB/s"


def test_speed_falls_without_reports(model, row, clock):
    model.apply(row, [DownloadProgress(0, 1, 0, 100_000_000)])
    for clock.now in (1, 2):
        model.apply(row, [DownloadProgress(0, 1, 20_000_000 * clock.now, 100_000_000)])
    clock.now = 4
    model.tick()
    assert text(model, Column.PROGRESS, roles.DETAIL) == "10 MB/s"


def test_progress_is_unknown_while_listing(model, row):
    model.apply(row, [DownloadProgress(3, None, 30, None, listed=5000)])
    assert text(model, Column.PROGRESS, roles.PERMILLE) is None
    tip = text(model, Column.PROGRESS, Qt.ItemDataRole.ToolTipRole)
    assert tip == "3 files, 5,000 found so far · 30 bytes"


def test_outage_is_shown(model, row):
    model.apply(row, [OutageChanged(Outage(OutageKind.OFFLINE, ERROR, NOON))])
    assert text(model, Column.STATE) == "Connection lost"
    model.apply(row, [OutageChanged(None)])
    assert text(model, Column.STATE) == "Downloading"


@pytest.mark.parametrize(
    ("ends", "expected", "permille"),
    [
        ([FileOutcome.CHECKED, FileOutcome.FOLDER], "Checked", 1000),
        ([FileOutcome.CHECKED, FileOutcome.ARRIVED], "Downloaded, 1 not checked", 1000),
        ([FileOutcome.CHECKED, FileOutcome.FAILED], "Failed: 1", 500),
        ([FileOutcome.FAILED], "Failed: You may not decrypt", 0),
        ([FileOutcome.EXISTS, FileOutcome.FAILED], "Failed: 1 · Already exists: 1", 0),
        ([FileOutcome.SKIPPED], "Skipped", None),
        ([FileOutcome.SKIPPED, FileOutcome.CHECKED], "Checked", 1000),
        ([FileOutcome.FOLDER], "Downloaded", 1000),
        ([], "Nothing to download", 1000),
    ],
)
def test_problems_are_shown_first(model, row, ends, expected, permille):
    model.apply(row, [FilesEnded(tuple(result(at, one) for at, one in enumerate(ends)))])
    row.phase = DownloadPhase.ENDED
    assert text(model, Column.STATE) == expected
    assert text(model, Column.PROGRESS, roles.PERMILLE) == permille
    assert text(model, Column.STATE, Qt.ItemDataRole.DecorationRole)


def test_every_state_has_text_and_icon(model, row):
    for phase in DownloadPhase:
        row.phase, row.error = phase, ERROR if phase is DownloadPhase.FAILED else None
        assert text(model, Column.STATE)
        assert text(model, Column.STATE, Qt.ItemDataRole.ToolTipRole)
        assert assets.icon_path(messages.PHASE_SIGNS[phase].icon).is_file()
    assert set(messages.RESULT_SIGNS) == set(FileOutcome)
    for sign in messages.RESULT_SIGNS.values():
        assert assets.icon_path(sign.icon).is_file()


def test_files_without_messages_are_only_counted(row):
    row.add_results(result(number) for number in range(20_000))
    assert row.counts == {FileOutcome.CHECKED: 20_000}
    assert row.messages == []
    assert messages.details_text(row) == ""


def test_listing_notice_is_shown(model, row):
    model.apply(row, [ListingNotice.REPEATED])
    assert "more than once" in messages.details_text(row)


def test_number_of_messages_is_limited(row):
    row.add_results(result(number, FileOutcome.FAILED) for number in range(MAX_MESSAGES + 5))
    lines = messages.details_text(row).splitlines()
    assert lines[0].startswith("Failed: x/0 – You may not decrypt [AccessDenied]")
    assert lines[-1] == "… and 5 more"


def test_interrupted_download_shows_its_progress(model):
    kept = InterruptedDownload(REQUEST, NOON, 12, 20, 50_000_000, 100_000_000)
    row = DownloadRow(REQUEST, kept)
    model.add(row)
    assert row.permille == 503
    assert messages.download_tip(row) == "Interrupted · 12 of 20 files · 50 MB of 100 MB"


def test_skipped_conflicts_are_counted(row):
    row.add_results([result(1, FileOutcome.EXISTS), result(2)])
    row.skip_conflicts()
    assert (list(row.conflicts), row.messages) == ([], [])
    assert row.counts[FileOutcome.SKIPPED] == 1
    assert row.counts[FileOutcome.EXISTS] == 0


def test_reports_about_a_removed_row_are_ignored(model, row):
    model.remove(row)
    model.remove(row)
    model.apply(row, [DownloadProgress(0, 1, 0, 1)])
    assert model.rowCount() == 0
