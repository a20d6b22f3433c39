from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.connection_bar import ConnectionBar
from s3enc_gui.jobs.connections import Identify, ListConnections

NAMED, OTHER = Connection("work", "eu-central-1"), Connection("home", "eu-central-1")
ANNA = Identity("arn:aws:iam::123456789012:user/anna", "123456789012", "eu-central-1")


@pytest.fixture
def bar(qtbot, runner):
    bar = ConnectionBar(runner)
    qtbot.addWidget(bar)
    return bar


def choose(bar, index):
    combo = bar.findChild(QComboBox)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_the_label_is_the_buddy(bar):
    buddies = {label.text(): label.buddy() for label in bar.findChildren(QLabel) if label.buddy()}
    assert buddies == {"Connection": bar.findChild(QComboBox)}


def test_there_is_no_connection_before_the_start(bar):
    assert bar.connection is None
    assert not bar.findChild(QComboBox).isEnabled()


def test_begins_with_the_named_one_and_looks_for_others(bar, runner):
    bar.start(NAMED)
    assert runner.started == [ListConnections(NAMED), Identify(NAMED)]
    assert bar.connection == NAMED


def test_others_come_after_and_the_choice_stays(bar, runner):
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((OTHER, NAMED))
    combo = bar.findChild(QComboBox)
    assert [combo.itemText(row) for row in range(combo.count())] == ["home", "work"]
    assert bar.connection == NAMED


def test_shows_who_it_is(qtbot, bar, runner):
    bar.start(NAMED)
    with qtbot.waitSignal(bar.identified):
        runner.handle_of(Identify).succeed(ANNA)
    assert bar._identity.text == "user/anna · 123456789012 · eu-central-1"


def test_choosing_another_asks_again_and_tells(qtbot, bar, runner):
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((NAMED, OTHER))
    with qtbot.waitSignal(bar.changed) as blocker:
        choose(bar, 1)
    assert blocker.args == [OTHER]
    assert runner.started[-1] == Identify(OTHER)


def test_a_late_answer_about_the_one_before_is_dropped(qtbot, bar, runner):
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((NAMED, OTHER))
    before = runner.handle_of(Identify)
    choose(bar, 1)
    with qtbot.assertNotEmitted(bar.identified):
        before.succeed(ANNA)
    assert Identify(NAMED) in runner.cancelled


def test_a_problem_is_told_in_words(qtbot, bar, runner):
    bar.start(NAMED)
    error = AppError("Nobody is signed in", code="NoCredentials")
    with qtbot.waitSignal(bar.problem) as blocker:
        runner.handle_of(Identify).fail(error)
    assert blocker.args == [error]
    assert bar._identity.text == "Nobody is signed in"


def test_damaged_aws_files_leave_the_named_connection_usable(qtbot, bar, runner):
    bar.start(NAMED)
    with qtbot.waitSignal(bar.problem):
        runner.handle_of(ListConnections).fail(AppError("~/.aws/config cannot be read"))
    assert bar.connection == NAMED


def test_after_a_problem_one_may_try_again(bar, runner):
    bar.start(NAMED)
    assert bar._again.isHidden()
    runner.handle_of(Identify).fail(AppError("You are not signed in"))
    assert not bar._again.isHidden()
    bar._again.click()
    assert runner.started[-2:] == [ListConnections(NAMED), Identify(NAMED)]
    assert bar._again.isHidden()
