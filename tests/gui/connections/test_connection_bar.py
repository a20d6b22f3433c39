from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.connection_bar import ConnectionBar
from s3enc_gui.jobs.connections.list_connections import Identify, ListConnections

NAMED, OTHER = Connection("work", "eu-central-1"), Connection("home", "eu-central-1")
ANNA = Identity("arn:aws:iam::123456789012:user/anna", "123456789012", "eu-central-1")


@pytest.fixture
def bar(qtbot, runner):
    bar = ConnectionBar(runner)
    qtbot.addWidget(bar)
    return bar


def names(combo):
    *connections, separator, manage = [combo.itemText(row) for row in range(combo.count())]
    assert (separator, manage) == ("", "Manage connections…")
    return connections


def choose(bar, index):
    combo = bar.findChild(QComboBox)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_the_label_is_the_buddy(bar):
    buddies = {label.text(): label.buddy() for label in bar.findChildren(QLabel) if label.buddy()}
    assert buddies == {"Connection": bar.findChild(QComboBox)}


def test_no_connection_before_start(bar):
    assert bar.connection is None
    assert not bar.findChild(QComboBox).isEnabled()


def test_starts_with_a_connection_and_lists_others(bar, runner):
    bar.start(NAMED)
    assert runner.started == [ListConnections(NAMED), Identify(NAMED)]
    assert bar.connection == NAMED


def test_listed_connections_keep_the_selection(bar, runner):
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((OTHER, NAMED))
    combo = bar.findChild(QComboBox)
    assert names(combo) == ["home", "work"]
    assert bar.connection == NAMED


def test_shows_the_identity(qtbot, bar, runner):
    bar.start(NAMED)
    with qtbot.waitSignal(bar.identified):
        runner.handle_of(Identify).succeed(ANNA)
    assert bar._identity.text == "user/anna · 123456789012 · eu-central-1"


def test_selecting_another_connection_identifies_it(qtbot, bar, runner):
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((NAMED, OTHER))
    with qtbot.waitSignal(bar.changed) as blocker:
        choose(bar, 1)
    assert blocker.args == [OTHER]
    assert runner.started[-1] == Identify(OTHER)


def test_a_late_response_about_the_previous_connection_is_dropped(qtbot, bar, runner):
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((NAMED, OTHER))
    previous = runner.handle_of(Identify)
    choose(bar, 1)
    with qtbot.assertNotEmitted(bar.identified):
        previous.succeed(ANNA)
    assert Identify(NAMED) in runner.cancelled


def test_an_error_is_shown(qtbot, bar, runner):
    bar.start(NAMED)
    error = AppError("Not signed in", code="NoCredentials")
    with qtbot.waitSignal(bar.problem) as blocker:
        runner.handle_of(Identify).fail(error)
    assert blocker.args == [error]
    assert bar._identity.text == "Not signed in"


def test_damaged_aws_files_leave_the_named_connection_usable(qtbot, bar, runner):
    bar.start(NAMED)
    with qtbot.waitSignal(bar.problem):
        runner.handle_of(ListConnections).fail(AppError("Can't read ~/.aws/config"))
    assert bar.connection == NAMED


def test_retry_after_an_error(bar, runner):
    bar.start(NAMED)
    assert bar._retry_button.isHidden()
    runner.handle_of(Identify).fail(AppError("Not signed in"))
    assert not bar._retry_button.isHidden()
    bar._retry_button.click()
    assert runner.started[-2:] == [ListConnections(NAMED), Identify(NAMED)]
    assert bar._retry_button.isHidden()


UNSIGNED = AppError("You aren't signed in", code="NoCredentialsError")


def test_without_credentials_an_anonymous_connection_is_offered(qtbot, bar, runner):
    offer = bar.anonymous_offer
    bar.show()
    bar.start(NAMED)
    assert offer.isHidden()
    runner.handle_of(Identify).fail(UNSIGNED)
    assert offer.isVisible()
    assert offer.button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(bar.changed) as blocker:
        qtbot.keyClick(offer.button, Qt.Key.Key_Space)
    assert blocker.args == [Connection(None, "eu-central-1", anonymous=True)]
    assert offer.isHidden()
    combo = bar.findChild(QComboBox)
    assert names(combo) == ["work", "Anonymous"]
    runner.handle_of(ListConnections).succeed((NAMED, OTHER, NAMED.as_anonymous()))
    assert (bar.connection, combo.currentText()) == (NAMED.as_anonymous(), "Anonymous")
    runner.handle_of(Identify).succeed(Identity("", "", "eu-central-1"))
    assert bar._identity.text == "Anonymous · eu-central-1"


def test_other_errors_offer_no_anonymous_connection(bar, runner):
    bar.start(NAMED)
    runner.handle_of(Identify).fail(AppError("The server can't be reached"))
    assert bar.anonymous_offer.isHidden()


def test_all_connections_pay_once_the_user_agrees(qtbot, bar, runner):
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((NAMED, OTHER))
    choose(bar, 1)
    paying = replace(OTHER, requester_pays=True)
    with qtbot.waitSignal(bar.changed) as blocker:
        bar.use_requester_pays(True)
    assert blocker.args == [paying]
    named = replace(NAMED, requester_pays=True)
    assert runner.started[-2:] == [ListConnections(named), Identify(paying)]
    assert "you pay for requests" in bar.findChild(QComboBox).toolTip()
    runner.handle_of(ListConnections).succeed((named, paying))
    assert bar.connection == paying


def test_a_connection_that_always_pays_still_does(qtbot, bar, runner):
    always = replace(OTHER, requester_pays=True)
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((NAMED, always))
    choose(bar, 1)
    bar.use_requester_pays(False)
    with qtbot.waitSignal(bar.changed) as blocker:
        runner.handle_of(ListConnections).succeed((NAMED, always))
    assert blocker.args == [always]
    assert bar.connection == always


def test_the_connection_in_use_stays_listed(qtbot, bar, runner):
    bar.start(NAMED)
    with qtbot.assertNotEmitted(bar.changed):
        runner.handle_of(ListConnections).succeed((OTHER,))
    combo = bar.findChild(QComboBox)
    assert names(combo) == ["home", "work"]
    assert bar.connection == NAMED


def test_the_last_entry_manages_the_connections(qtbot, bar, runner):
    bar.start(NAMED)
    runner.handle_of(ListConnections).succeed((NAMED, OTHER))
    combo = bar.findChild(QComboBox)
    bar.show()
    combo.showPopup()
    with qtbot.waitSignal(bar.manage_requested):
        choose(bar, combo.count() - 1)
    combo.hidePopup()
    assert bar.connection == NAMED
    assert combo.currentText() == "work"


def test_arrow_keys_do_not_open_a_dialog_in_passing(qtbot, bar, runner):
    bar.start(NAMED)
    bar.show()
    combo = bar.findChild(QComboBox)
    with qtbot.assertNotEmitted(bar.manage_requested):
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == "work"
    assert runner.jobs_of(Identify) == [Identify(NAMED)]


def test_a_changed_connection_replaces_the_one_the_window_opened_with(bar, runner):
    before = Connection(credentials="c1", region="eu-west-1", title="one")
    after = replace(before, region="eu-west-2")
    bar.start(before)
    bar.list_again(after)
    assert runner.jobs_of(ListConnections)[-1] == ListConnections(after)


def test_the_demo_has_no_other_connections(qtbot, runner):
    bar = ConnectionBar(runner, manages=False)
    qtbot.addWidget(bar)
    bar.start(NAMED)
    assert [combo.count() for combo in bar.findChildren(QComboBox)] == [1]
