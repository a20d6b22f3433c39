"""One prompt while transfers wait for a sign-in, and the windows of other connections."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QVBoxLayout

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import (
    ConsoleSource,
    KeySource,
    SavedConnection,
    SavedConnections,
)
from s3enc_gui.domain.connections.sign_in import MfaDevice, SsoSession
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.gui.connections.connection_dialog import ConnectionDialog
from s3enc_gui.gui.connections.signing_in.mfa_dialog import MfaDialog
from s3enc_gui.gui.connections.signing_in.sign_in_dialog import SignInDialog
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.connections.list_connections import Identify, ListConnections
from s3enc_gui.jobs.connections.saved_connections import LoadConnections, SaveConnection
from s3enc_gui.jobs.connections.sign_in import FindSignIn, SignIn
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.transfer_commands import WatchTransfers

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
EXPIRED = AppError("Your sign-in has expired", "The token is old.", code="SSOTokenLoadError")
SESSION = SsoSession("https://d-1.awsapps.com/start", "eu-west-1", "company")
CONSOLE = ConsoleSource("arn:aws:sts::1:assumed-role/x/ana", "eu-west-1")
DEVICE = MfaDevice("arn:aws:iam::1:mfa/ana")
OWN, WORK, OTHER = Connection("own"), Connection("work"), Connection("other")
KEY = SavedConnection("key", KeySource("AKIAX"), id="k1")


class Wizard(QDialog):
    """Replaces the upload wizard; its banner shows what failed."""

    uploaded = Signal(object)
    started = Signal(object, str, str)

    def __init__(self, _runner, _connection, _bucket, _prefix, _paths, parent):
        super().__init__(parent)
        self.banner = ErrorBanner()
        QVBoxLayout(self).addWidget(self.banner)

    def see_queue(self, events):
        pass

    def dismiss(self):
        self.close()


@pytest.fixture
def window(qtbot, runner, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    window = MainWindow(runner, Wizard)
    qtbot.addWidget(window)
    window.show()
    window.start(OWN)
    yield window
    window._close_guard._decided = True


@pytest.fixture
def report(window, runner):
    """Report outages of the queue; none: they have ended."""
    handle = runner.handle_of(WatchTransfers)
    return lambda *outages: handle.progressed.emit(
        [OutageChanged(outages[0] if outages else None, outages[1:])]
    )


def signed_out(connection=WORK, seconds=0, **fields):
    next_try = NOON + timedelta(seconds=seconds)
    return replace(
        Outage(OutageKind.SIGNED_OUT, EXPIRED, NOON, next_try, connection=connection), **fields
    )


def prompts(window):
    kinds = (SignInDialog, MfaDialog, ConnectionDialog)
    return [
        one for one in window.findChildren(QDialog) if isinstance(one, kinds) and not one.isHidden()
    ]


def prompt(window):
    (dialog,) = prompts(window)
    return dialog


@pytest.mark.parametrize(
    ("found", "kind"), [(SESSION, SignInDialog), (CONSOLE, SignInDialog), (DEVICE, MfaDialog)]
)
def test_transfers_that_begin_to_wait_open_the_dialog_of_their_connection(
    window, runner, report, found, kind
):
    report(signed_out())
    assert runner.started[-1] == FindSignIn(WORK)
    runner.succeed(found)
    assert isinstance(prompt(window), kind)
    assert "work" in prompt(window).windowTitle()


@pytest.mark.parametrize("found", [SESSION, DEVICE])
def test_a_resumed_upload_names_its_saved_connection(window, runner, report, found):
    """The journal has the id of a saved connection, not its name."""
    runner.handle_of(ListConnections).succeed((OWN, KEY.connection))
    report(signed_out(replace(KEY.connection, title=None)))
    runner.succeed(found)
    assert prompt(window).windowTitle() == "Sign in to key"


def test_no_page_opens_before_the_user_signs_in(window, runner, report):
    """The user may be away for hours: the page would have expired."""
    report(signed_out())
    runner.succeed(SESSION)
    dialog = prompt(window)
    assert not runner.jobs_of(SignIn)
    assert dialog.banner.accessibleName() == "Your sign-in has expired"
    assert dialog.go.hasFocus() or not dialog.isActiveWindow()
    dialog.go.click()
    assert runner.started[-1] == SignIn(WORK)
    assert not dialog.banner.isVisible()
    assert not dialog.go.isVisible()
    runner.fail(AppError("The sign-in has timed out"))
    assert dialog.again.isVisible()
    assert not dialog.go.isVisible()
    dialog.again.click()
    runner.succeed(None)
    assert not prompts(window)


@pytest.mark.parametrize("found", [SESSION, DEVICE])
def test_a_sign_in_elsewhere_closes_the_prompt(window, runner, report, found):
    report(signed_out())
    runner.succeed(found)
    report(signed_out(kind=OutageKind.OFFLINE))
    prompt(window)
    report()
    assert not prompts(window)
    report(signed_out())
    assert len(runner.jobs_of(FindSignIn)) == 2


def test_a_sign_in_under_way_is_not_closed(window, runner, report):
    """The transfers may go on before the dialog hears of its success."""
    report(signed_out())
    runner.succeed(SESSION)
    prompt(window).go.click()
    report()
    prompt(window)
    runner.handle_of(SignIn).succeed(None)
    assert not prompts(window)
    report(signed_out(OTHER))
    window._sign_in._prompt._going_on.stop()
    window._sign_in._prompt._going_on.timeout.emit()
    assert runner.started[-1] == FindSignIn(OTHER)


def test_a_code_being_entered_is_not_closed(window, runner, report):
    report(signed_out())
    runner.succeed(DEVICE)
    prompt(window).code.setText("12")
    report()
    prompt(window).reject()
    report(signed_out())
    assert len(runner.jobs_of(FindSignIn)) == 2


def test_ten_outages_of_one_connection_are_one_prompt(window, runner, report):
    for seconds in range(10):
        report(*(signed_out(seconds=seconds) for _ in range(10)))
    runner.handle_of(FindSignIn).succeed(SESSION)
    for seconds in range(10, 20):
        report(*(signed_out(replace(WORK, region=f"eu-west-{seconds}")) for _ in range(10)))
    assert runner.jobs_of(FindSignIn) == [FindSignIn(WORK)]
    prompt(window)


def test_a_dismissed_prompt_does_not_return_and_the_button_stays(window, runner, report):
    report(signed_out())
    runner.succeed(SESSION)
    prompt(window).reject()
    report(signed_out(seconds=1), signed_out(seconds=2))
    report(signed_out(kind=OutageKind.OFFLINE))
    report(signed_out(seconds=3))
    assert not prompts(window)
    assert len(runner.jobs_of(FindSignIn)) == 1
    bar = window._transfers.outage_bar
    assert bar.isVisible()
    bar.sign_in.click()
    assert runner.started[-1] == FindSignIn(WORK)
    runner.succeed(SESSION)
    prompt(window)


def test_the_next_outage_asks_again(window, runner, report):
    report(signed_out())
    runner.succeed(SESSION)
    prompt(window).reject()
    report()
    report(signed_out())
    assert len(runner.jobs_of(FindSignIn)) == 2


def test_after_the_sign_in_transfers_go_on(window, runner, report):
    """SignIn makes everything that waits go on; see tests/contract/test_renewal.py."""
    report(signed_out())
    runner.succeed(DEVICE)
    prompt(window).code.setText("123456")
    prompt(window).go.click()
    assert runner.started[-1] == SignIn(WORK, mfa_code="123456")
    runner.succeed(None)
    assert not prompts(window)
    report(signed_out(seconds=1))  # its end isn't reported yet
    report()
    assert not window._transfers.outage_bar.isVisible()
    assert len(runner.jobs_of(FindSignIn)) == 1
    assert len(runner.jobs_of(Identify)) == 1  # the window has another connection


def test_connections_are_asked_for_one_after_the_other(window, runner, report):
    report(signed_out(), signed_out(OTHER))
    runner.succeed(SESSION)
    assert runner.jobs_of(FindSignIn) == [FindSignIn(WORK)]
    prompt(window).reject()
    assert runner.jobs_of(FindSignIn) == [FindSignIn(WORK), FindSignIn(OTHER)]


def test_a_sign_in_may_be_that_of_the_next_connection_too(window, runner, report):
    report(signed_out(), signed_out(OTHER))
    runner.succeed(SESSION)
    prompt(window).accept()
    report(signed_out(OTHER))
    assert runner.jobs_of(FindSignIn) == [FindSignIn(WORK)]
    report()
    window._sign_in._prompt._going_on.timeout.emit()
    assert runner.jobs_of(FindSignIn) == [FindSignIn(WORK)]


def test_what_still_waits_after_a_sign_in_is_asked_for(window, runner, report):
    report(signed_out(), signed_out(OTHER))
    runner.succeed(SESSION)
    prompt(window).accept()
    report(signed_out(OTHER))
    window._sign_in._prompt._going_on.stop()
    window._sign_in._prompt._going_on.timeout.emit()
    assert runner.jobs_of(FindSignIn) == [FindSignIn(WORK), FindSignIn(OTHER)]


def test_the_prompt_waits_until_other_dialogs_have_closed(window, runner, report, qtbot):
    other = QDialog(window)
    other.open()
    report(signed_out())
    runner.succeed(SESSION)
    assert not prompts(window)
    other.reject()
    qtbot.waitUntil(lambda: len(prompts(window)) == 1)


def test_the_prompt_waits_until_a_menu_has_closed(window, runner, report, qtbot):
    menu = QMenu(window)
    menu.addAction("one")
    menu.popup(window.pos())
    report(signed_out())
    runner.succeed(SESSION)
    assert not prompts(window)
    menu.close()
    qtbot.waitUntil(lambda: len(prompts(window)) == 1)


def test_a_wait_that_ends_meanwhile_needs_no_prompt(window, runner, report):
    report(signed_out())
    report()
    runner.succeed(SESSION)
    assert not prompts(window)


def test_a_wait_that_was_given_up_needs_no_prompt(window, runner, report):
    report(signed_out(given_up=True))
    assert not runner.jobs_of(FindSignIn)


@pytest.mark.parametrize("kind", [one for one in OutageKind if one is not OutageKind.SIGNED_OUT])
def test_other_outages_ask_for_nothing(window, runner, report, kind):
    report(signed_out(kind=kind))
    assert not runner.jobs_of(FindSignIn)


def test_a_key_that_expired_is_entered_in_the_form_of_its_connection(window, runner, report):
    report(signed_out(KEY.connection))
    runner.succeed(None)
    runner.handle_of(LoadConnections).succeed(SavedConnections((KEY,)))
    dialog = prompt(window)
    assert isinstance(dialog, ConnectionDialog)
    assert dialog.banner.isVisible()  # why
    dialog._was_saved(None)
    assert not prompts(window)
    assert window._connections.connection == OWN
    assert len(runner.jobs_of(ListConnections)) == 2
    assert not runner.jobs_of(SaveConnection)


@pytest.mark.parametrize("connection", [WORK, KEY.connection])
def test_nothing_is_asked_where_no_sign_in_helps(window, runner, report, connection):
    report(signed_out(connection))
    runner.succeed(None)
    if connection.credentials:
        runner.handle_of(LoadConnections).succeed(SavedConnections())
    report(signed_out(connection, 1))
    assert not prompts(window)
    assert window._browser.isVisible()
    assert len(runner.jobs_of(FindSignIn)) == 1


def test_keys_of_another_connection_that_nothing_renews_are_said(window, runner, report):
    report(signed_out())
    runner.succeed(None)
    window._transfers.outage_bar.sign_in.click()
    runner.handle_of(FindSignIn).succeed(None)
    assert window._browser.isVisible()
    assert window._problem.isVisible()
    assert "work" in window._problem._detail.text()


def test_a_failed_search_leaves_the_button(window, runner, report):
    report(signed_out())
    runner.fail(AppError("Can't read the file"))
    report(signed_out(seconds=1))
    assert len(runner.jobs_of(FindSignIn)) == 1
    assert window._transfers.outage_bar.sign_in.isVisible()


def test_the_button_does_not_open_a_second_dialog(window, runner, report):
    report(signed_out())
    window._transfers.outage_bar.sign_in.click()
    first, second = [
        handle
        for job, handle in zip(runner.started, runner.handles, strict=True)
        if isinstance(job, FindSignIn)
    ]
    first.succeed(SESSION)
    second.succeed(SESSION)
    prompt(window)


def test_a_wizard_that_signs_in_too_brings_up_the_prompt(window, runner, report):
    """A wizard isn't blocked by the dialog of the window."""
    wizard = window._uploads.open(WORK, "data", "", ())
    wizard.banner.show_error(EXPIRED)
    report(signed_out())
    runner.succeed(SESSION)
    first = prompt(window)
    sign_in_buttons(wizard.banner)[0].click()
    runner.handle_of(FindSignIn).succeed(SESSION)
    assert prompt(window) is first
    first.reject()
    sign_in_buttons(wizard.banner)[0].click()
    runner.handle_of(FindSignIn).succeed(SESSION)
    assert prompt(window) is not first


# --- downloads -----------------------------------------------------------------------------------


def test_downloads_ask_too_and_have_a_button(window, runner, report, tmp_path):
    request = DownloadRequest(OTHER, "data", str(tmp_path), prefixes=("in/",))
    window._downloads.start(request)
    handle = runner.handle_of(DownloadObjects)
    handle.progressed.emit([OutageChanged(signed_out(OTHER))])
    report(signed_out(OTHER))
    runner.handle_of(FindSignIn).succeed(SESSION)
    prompt(window).reject()
    handle.progressed.emit([OutageChanged(signed_out(OTHER, 1))])
    report()
    assert len(runner.jobs_of(FindSignIn)) == 1
    window._downloads.sign_in.click()
    assert runner.jobs_of(FindSignIn) == [FindSignIn(OTHER)] * 2
    handle.progressed.emit([OutageChanged(None)])
    assert not window._downloads.sign_in.isVisible()


# --- windows of other connections ----------------------------------------------------------------


def sign_in_buttons(banner):
    return [one for one in banner.findChildren(QPushButton) if one.text() == "Sign in…"]


def test_the_banner_of_a_wizard_signs_in_to_its_connection(window, runner):
    wizard = window._uploads.open(WORK, "data", "", ())
    wizard.banner.show_error(EXPIRED)
    sign_in_buttons(wizard.banner)[0].click()
    assert runner.started[-1] == FindSignIn(WORK)


def test_the_banner_of_an_audit_signs_in_to_its_connection(window, runner):
    window._side_windows.show_audit(WORK, "data", "")
    window._connections.start(OTHER)
    (banner,) = [
        one
        for top in window.findChildren(QDialog)
        for one in top.findChildren(ErrorBanner)
        if top.windowTitle() == "Audit"
    ]
    banner.show_error(EXPIRED)
    sign_in_buttons(banner)[0].click()
    assert runner.started[-1] == FindSignIn(WORK)
