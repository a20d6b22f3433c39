"""The window while nobody is signed in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QProcess, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QPushButton

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import (
    CompanySource,
    KeySource,
    SavedConnection,
    SavedConnections,
)
from s3enc_gui.domain.connections.sign_in import MfaDevice, SsoSession
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.connection_dialog import ConnectionDialog
from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.gui.connections.signing_in.mfa_dialog import MfaDialog
from s3enc_gui.gui.connections.signing_in.sign_in_dialog import SignInDialog
from s3enc_gui.gui.connections.ways import Way
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.connections.list_connections import Identify, ListConnections
from s3enc_gui.jobs.connections.saved_connections import LoadConnections, SaveConnection
from s3enc_gui.jobs.connections.sign_in import FindSignIn, SignIn
from s3enc_gui.jobs.listing.buckets import ListBuckets

DEFAULT, WORK = Connection(), Connection("work", "eu-west-1")
NOBODY = AppError("You aren't signed in", "No credentials were found.", code="NoCredentialsError")
EXPIRED = AppError("Your sign-in has expired", "The token is old.", code="SSOTokenLoadError")
SESSION = SsoSession("https://d-1.awsapps.com/start", "eu-west-1", "company")
KEY = SavedConnection("key", KeySource("AKIAX"), id="k1")
ANA = Identity("arn:aws:iam::111122223333:user/ana", "111122223333", "eu-west-1")


class Wizard(QDialog):
    """Replaces the upload wizard."""

    uploaded = Signal(object)
    started = Signal(object, str, str)

    def __init__(self, _runner, connection, bucket, prefix, paths, parent):
        super().__init__(parent)
        self.arguments = (connection, bucket, prefix, paths)

    def see_queue(self, events):
        pass

    def dismiss(self):
        self.close()


@pytest.fixture
def window(qtbot, runner, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    window = MainWindow(runner, Wizard, demo=("program", "--demo"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window._close_guard._decided = True


@pytest.fixture
def nobody(window, runner):
    """The window after its first start: there are no credentials at all."""
    window.start(DEFAULT)
    runner.handle_of(ListConnections).succeed((DEFAULT, DEFAULT.as_anonymous()))
    runner.handle_of(Identify).fail(NOBODY)
    return window


@pytest.fixture
def expired(window, runner):
    window.start(WORK)
    runner.handle_of(Identify).fail(EXPIRED)
    return window


def welcome(window):
    return window._sign_in.welcome


def dialogs(window, kind):
    return [one for one in window.findChildren(kind) if one.isVisible()]


def test_the_first_start_is_a_welcome_page_and_no_error(nobody):
    assert welcome(nobody).isVisible()
    assert not nobody._browser.isVisible()
    assert not nobody._buckets.isVisible()
    assert not any(banner.isVisible() for banner in nobody.findChildren(ErrorBanner))
    assert not nobody._connections.anonymous_offer.isVisible()
    assert nobody._connections._identity.text == ""
    assert not nobody._actions.upload.isEnabled()
    assert welcome(nobody).choices[Way.COMPANY].hasFocus() or not nobody.isActiveWindow()


def test_errors_that_a_sign_in_does_not_mend_stay_errors(window, runner):
    window.start(DEFAULT)
    runner.handle_of(Identify).fail(AppError("The server can't be reached"))
    assert not welcome(window).isVisible()
    assert window._problem.isVisible()
    assert window._actions.upload.isEnabled()


def test_a_stale_profile_of_the_environment_is_said(window, runner):
    window.start(DEFAULT)
    gone = AppError("The profile doesn't exist", "It isn't in ~/.aws.", code="ProfileNotFound")
    runner.handle_of(Identify).fail(gone)
    assert welcome(window).isVisible()
    assert "profile doesn't exist" in welcome(window)._note.text()


def test_a_profile_that_was_asked_for_and_is_gone_is_an_error(window, runner):
    window.start(WORK)
    runner.handle_of(Identify).fail(AppError("No profile", code="ProfileNotFound"))
    assert window._problem.isVisible()
    assert not welcome(window).isVisible()


def test_from_nothing_to_listed_buckets(nobody, runner):
    """An access key: a choice, two fields, a button."""
    welcome(nobody).choices[Way.KEY].click()
    runner.handle_of(LoadConnections).succeed(SavedConnections())
    (dialog,) = dialogs(nobody, ConnectionDialog)
    dialog.form.fields.show_key(AccessKey("AKIAX", "secret"))
    dialog.go.click()
    (job,) = runner.jobs_of(SaveConnection)
    assert job.as_default
    runner.succeed(None)
    added = job.connection.connection
    assert runner.jobs_of(Identify)[-1] == Identify(added)
    assert runner.jobs_of(ListBuckets)[-1] == ListBuckets(added)
    runner.handle_of(Identify).succeed(ANA)
    runner.handle_of(ListBuckets).succeed(("data",))
    assert not welcome(nobody).isVisible()
    assert nobody._browser.isVisible()
    assert nobody._actions.upload.isEnabled()


def test_a_secret_that_no_keyring_takes_is_said(nobody, runner):
    welcome(nobody).choices[Way.KEY].click()
    runner.handle_of(LoadConnections).succeed(SavedConnections())
    (dialog,) = dialogs(nobody, ConnectionDialog)
    dialog.form.fields.show_key(AccessKey("AKIAX", "secret"))
    dialog.go.click()
    runner.succeed(AppError("The secret is kept for this session only"))
    assert nobody._problem.isVisible()
    assert nobody._problem.accessibleName() == "The secret is kept for this session only"


def test_public_data_opens_its_bucket(nobody, runner):
    welcome(nobody).choices[Way.PUBLIC].click()
    runner.handle_of(LoadConnections).succeed(SavedConnections())
    (dialog,) = dialogs(nobody, ConnectionDialog)
    dialog.form.bucket.setText("s3://open-data/a/")
    dialog.go.click()
    runner.succeed(None)
    assert (nobody._browser.location.bucket, nobody._browser.location.key) == ("open-data", "a/")


def test_a_profile_of_the_files(nobody, runner):
    runner.handle_of(ListConnections)
    nobody._connections.listed.emit((DEFAULT, WORK))
    nobody._connections._combo.fill((DEFAULT, WORK), DEFAULT)
    welcome(nobody).use_profile.click()
    assert runner.jobs_of(Identify)[-1] == Identify(WORK)


def test_the_demo_starts_in_a_process_of_its_own(nobody, monkeypatch):
    started = []

    def start(*command):
        started.append(command)
        return True, 1

    monkeypatch.setattr(QProcess, "startDetached", start)
    welcome(nobody).choices[None].click()
    assert started == [("program", ["--demo"])]
    assert nobody._problem.isVisible()


def test_a_demo_that_does_not_start_is_said(nobody, monkeypatch):
    monkeypatch.setattr(QProcess, "startDetached", lambda *_: (False, 0))
    welcome(nobody).choices[None].click()
    assert nobody._problem.accessibleName() == "Can't start the demo"


# --- uploads -------------------------------------------------------------------------------------


def test_no_wizard_opens_in_vain(nobody, runner):
    nobody.upload(["/a.txt"])
    assert not nobody.findChildren(Wizard)
    assert "1 file or folder" in welcome(nobody)._note.text()
    nobody.start(WORK)
    runner.handle_of(Identify).succeed(ANA)
    (wizard,) = nobody.findChildren(Wizard)
    assert wizard.arguments == (WORK, "", "", ["/a.txt"])


def test_a_wizard_that_opened_too_early_is_closed_and_opens_again(qtbot, window, runner):
    window.upload(["/a.txt"])
    window.start(WORK)
    (early,) = window.findChildren(Wizard)
    runner.handle_of(Identify).fail(EXPIRED)
    qtbot.waitUntil(lambda: early not in window.findChildren(Wizard))
    assert runner.jobs_of(FindSignIn) == [FindSignIn(WORK)]  # the upload asks for it
    window._connections.retry()
    runner.handle_of(Identify).succeed(ANA)
    (wizard,) = window.findChildren(Wizard)
    assert wizard.arguments[3] == ["/a.txt"]


def test_a_wizard_with_a_connection_that_works_stays(window, runner):
    window.upload(["/a.txt"])
    window.start(WORK)
    runner.handle_of(Identify).succeed(ANA)
    window._connections.retry()
    runner.handle_of(Identify).fail(EXPIRED)
    assert len(window.findChildren(Wizard)) == 1


# --- signing in again ----------------------------------------------------------------------------


def test_an_ended_session_is_said_once(expired):
    page = expired._sign_in.signed_out
    assert page.isVisible()
    assert page.title == "work: Your sign-in has expired"
    assert page.button.text() == "Sign in…"
    assert not any(banner.isVisible() for banner in expired.findChildren(ErrorBanner))
    assert expired._connections._identity.text == ""


def test_signing_in_again(expired, runner):
    expired._sign_in.signed_out.button.click()
    assert runner.started[-1] == FindSignIn(WORK)
    runner.succeed(SESSION)
    (dialog,) = dialogs(expired, SignInDialog)
    assert runner.started[-1] == SignIn(WORK)
    runner.succeed(None)
    assert not dialog.isVisible()
    runner.handle_of(Identify).succeed(ANA)
    assert expired._browser.isVisible()


def test_a_dismissed_sign_in_can_be_started_again(expired, runner):
    expired._sign_in.signed_out.button.click()
    runner.succeed(SESSION)
    dialogs(expired, SignInDialog)[0].reject()
    assert SignIn(WORK) in runner.cancelled
    assert expired._sign_in.signed_out.button.isVisible()


def test_an_access_key_is_entered_again(window, runner):
    window.start(KEY.connection)
    missing = AppError("The secret access key is missing", code="SecretMissing")
    runner.handle_of(Identify).fail(missing)
    window._sign_in.signed_out.button.click()
    runner.succeed(None)
    runner.handle_of(LoadConnections).succeed(SavedConnections((KEY,)))
    (dialog,) = dialogs(window, ConnectionDialog)
    assert dialog.form.fields.access_key.text() == "AKIAX"


def test_where_there_is_nothing_to_sign_in_to_the_ways_are_shown(expired, runner):
    expired._sign_in.signed_out.button.click()
    runner.succeed(None)
    assert welcome(expired).isVisible()


def test_another_connection_is_tried(expired, runner):
    other = SavedConnection("c", CompanySource(SESSION, "1", "r"), id="c1").connection
    expired._connections._combo.fill((WORK, other), WORK)
    expired._connections._combo.activated.emit(1)
    assert not expired._sign_in.signed_out.isVisible()
    assert expired._browser.isVisible()


def button(window, text):
    (found,) = [one for one in window.findChildren(QPushButton) if one.text() == text]
    return found


def test_a_session_that_ends_in_between_can_be_renewed_from_any_error(window, runner):
    window.start(WORK)
    runner.handle_of(Identify).succeed(ANA)
    window._problem.show_error(EXPIRED)
    button(window._problem, "Sign in…").click()
    assert runner.started[-1] == FindSignIn(WORK)


def test_a_key_that_aws_refuses_is_corrected(window, runner):
    window.start(KEY.connection)
    runner.handle_of(Identify).fail(AppError("Unknown key", code="InvalidClientTokenId"))
    button(window._problem, "Edit connection…").click()
    runner.handle_of(LoadConnections).succeed(SavedConnections((KEY,)))
    (dialog,) = dialogs(window, ConnectionDialog)
    assert dialog.form.fields.access_key.text() == "AKIAX"


def test_a_profile_is_edited_by_saving_a_connection(window, runner):
    window.start(WORK)
    window._problem.show_error(AppError("Wrong Region", code="NoRegionError"))
    button(window._problem, "Edit connection…").click()
    runner.handle_of(LoadConnections).succeed(SavedConnections())
    (dialog,) = dialogs(window, ConnectionDialog)
    assert (dialog.form.edit.text(), dialog.form.region.region) == ("work", "eu-west-1")


def test_the_dialog_that_signs_in_offers_no_other(expired, runner):
    expired._sign_in.signed_out.button.click()
    runner.succeed(SESSION)
    runner.fail(EXPIRED)
    (dialog,) = dialogs(expired, SignInDialog)
    assert not dialog.banner.findChildren(QPushButton)


def test_the_tool_bar_fits_a_narrow_window(window, runner):
    window.resize(900, 620)
    window.start(DEFAULT)
    runner.handle_of(Identify).fail(AppError("The server can't be reached"))
    assert window._connections.isVisible()


def test_a_connection_to_one_bucket_opens_it(window, runner):
    one = SavedConnection("one", KeySource("AKIAX"), bucket="data", prefix="in/", id="o1")
    window.start(WORK, "other", "")
    window._connections._combo.fill((WORK, one.connection), WORK)
    window._connections._combo.activated.emit(1)
    assert (window._browser.location.bucket, window._browser.location.key) == ("data", "in/")


# --- the Connections dialog ----------------------------------------------------------------------


def manager(window, runner, *saved):
    window._actions.connections.trigger()
    runner.handle_of(LoadConnections).succeed(SavedConnections(saved))
    (dialog,) = dialogs(window, ConnectionsDialog)
    return dialog


def test_the_dialog_opens_once(window, runner):
    window.start(KEY.connection)
    window._connections.manage_requested.emit()
    window._actions.connections.trigger()
    assert len(window.findChildren(ConnectionsDialog)) == 1


def test_the_connection_in_use_starts_again_after_a_change(window, runner):
    window.start(KEY.connection)
    dialog = manager(window, runner, KEY)
    changed = replace(KEY, bucket="data")
    dialog.edited.emit(changed)
    assert runner.jobs_of(Identify)[-1] == Identify(changed.connection)
    assert window._browser.location.bucket == "data"


def test_another_connection_that_changes_is_only_listed_again(window, runner):
    window.start(WORK)
    manager(window, runner, KEY).edited.emit(KEY)
    assert runner.jobs_of(Identify) == [Identify(WORK)]
    assert len(runner.jobs_of(ListConnections)) == 2


def test_a_removed_connection_is_not_used_any_more(window, runner):
    window.start(KEY.connection)
    manager(window, runner, KEY).removed.emit(KEY)
    assert window._connections.connection == DEFAULT
    assert runner.jobs_of(Identify)[-1] == Identify(DEFAULT)


def test_a_new_connection_is_used(window, runner):
    window.start(WORK)
    manager(window, runner).added.emit(KEY)
    assert window._connections.connection == KEY.connection


def test_after_a_new_sign_in_the_connection_starts_again(window, runner):
    window.start(KEY.connection)
    manager(window, runner, KEY).signed_in.emit(KEY.connection)
    assert len(runner.jobs_of(Identify)) == 2


def test_the_demo_manages_no_connections(qtbot, runner):
    window = MainWindow(runner, Wizard, keeps=False)
    qtbot.addWidget(window)
    assert not window._actions.connections.isVisible()


# --- codes --------------------------------------------------------------------------------------


def test_a_code_of_an_mfa_device_is_asked_for(expired, runner):
    expired._sign_in.signed_out.button.click()
    runner.succeed(MfaDevice("arn:aws:iam::1:mfa/ana"))
    (dialog,) = dialogs(expired, MfaDialog)
    assert not dialog.go.isEnabled()
    dialog.code.setText(" 123456 ")
    dialog.go.click()
    assert runner.started[-1] == SignIn(WORK, mfa_code="123456")
    runner.fail(AppError("Wrong code"))
    assert dialog.banner.isVisible()
    dialog.go.click()
    runner.succeed(None)
    assert not dialog.isVisible()
    assert runner.jobs_of(Identify)[-1] == Identify(WORK)
