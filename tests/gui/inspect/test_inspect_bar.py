from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.inspect.inspect_bar import InspectBar
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.fakes.samples import DETAILS

CONNECTION = Connection("work")


@pytest.fixture
def bar(qtbot, runner):
    bar = InspectBar(runner)
    qtbot.addWidget(bar)
    bar.set_connection(CONNECTION)
    bar.open()
    return bar


def inspect(qtbot, bar, text):
    bar.findChild(QLineEdit).setText(text)
    qtbot.keyClick(bar.findChild(QLineEdit), Qt.Key.Key_Return)


def test_the_label_is_the_buddy_of_the_field(bar):
    label = next(label for label in bar.findChildren(QLabel) if label.buddy())
    assert label.text() == "Object (s3://bucket/key)"
    assert label.buddy() is bar.findChild(QLineEdit)


@pytest.mark.parametrize(
    "text", ["s3://my-bucket/a/b.txt", "my-bucket/a/b.txt", "arn:aws:s3:::my-bucket/a/b.txt"]
)
def test_inspects_the_object(qtbot, bar, runner, text):
    inspect(qtbot, bar, text)
    assert runner.started == [InspectObject(CONNECTION, Location("my-bucket", "a/b.txt"))]


def test_emits_the_details(qtbot, bar, runner):
    inspect(qtbot, bar, "s3://my-bucket/a.txt")
    with qtbot.waitSignal(bar.found) as blocker:
        runner.succeed(DETAILS)
    assert blocker.args == [DETAILS]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "No bucket is selected"),
        ("s3://Big/a", "“Big” isn't a bucket name"),
        ("my-bucket", "The object's key is missing"),
    ],
)
def test_invalid_input_is_reported_at_once(qtbot, bar, runner, text, title):
    inspect(qtbot, bar, text)
    assert runner.started == []
    assert bar.findChild(ErrorBanner).accessibleName().startswith(title)


def test_an_error_is_shown_until_the_next_job(qtbot, bar, runner):
    inspect(qtbot, bar, "s3://my-bucket/a.txt")
    runner.fail(AppError("The object doesn't exist"))
    assert not bar.findChild(ErrorBanner).isHidden()
    inspect(qtbot, bar, "s3://my-bucket/b.txt")
    assert bar.findChild(ErrorBanner).isHidden()


def test_only_the_last_job_counts(qtbot, bar, runner):
    inspect(qtbot, bar, "s3://my-bucket/a.txt")
    inspect(qtbot, bar, "s3://my-bucket/b.txt")
    with qtbot.assertNotEmitted(bar.found):
        runner.handles[0].succeed(DETAILS)


def test_escape_closes_and_cancels(qtbot, bar, runner):
    inspect(qtbot, bar, "s3://my-bucket/a.txt")
    qtbot.keyClick(bar.findChild(QLineEdit), Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert runner.cancelled == runner.started


def test_another_connection_drops_the_job(qtbot, bar, runner):
    inspect(qtbot, bar, "s3://my-bucket/a.txt")
    bar.set_connection(Connection("home"))
    with qtbot.assertNotEmitted(bar.found):
        runner.succeed(DETAILS)


def test_emits_missed_on_an_error(qtbot, bar, runner):
    inspect(qtbot, bar, "s3://my-bucket/a.txt")
    with qtbot.waitSignal(bar.missed):
        runner.fail(AppError("The object doesn't exist"))
