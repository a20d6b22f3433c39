from __future__ import annotations

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.sign_in import BrowserPage, DeviceCode, WaitsForOther
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.signing_in.sign_in_dialog import SignInDialog
from s3enc_gui.gui.connections.signing_in.sign_in_view import SignInView
from s3enc_gui.jobs.connections.sign_in import SignInWithConsole
from tests.gui.connections.samples import CONSOLE

PAGE = "https://oidc.eu-west-1.amazonaws.com/authorize?state=1&scopes=sso%3Aaccount%3Aaccess"


def console_job(other_computer, pasted):
    return SignInWithConsole("us-east-1", pasted if other_computer else None)


@pytest.fixture
def view(qtbot, runner, opened):
    view = SignInView(runner)
    qtbot.addWidget(view)
    view.show()
    view.start(console_job)
    return view


def test_the_page_opens_in_the_browser_and_its_address_can_be_copied(view, runner, opened):
    runner.report(BrowserPage(PAGE))
    assert opened == [PAGE]
    assert view.address.value == PAGE
    view.address.copy()
    assert QGuiApplication.clipboard().text() == PAGE
    assert not view.other_computer.isHidden()
    assert view.code.isHidden()


def test_without_a_browser_the_user_opens_the_page(view, runner, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    runner.report(BrowserPage(PAGE))
    assert "No browser" in view.text
    assert view.address.value == PAGE


def test_on_another_computer_a_code_is_shown(view, runner, opened):
    runner.report(BrowserPage(PAGE))
    first = runner.started[-1]
    view.other_computer.click()
    assert first in runner.cancelled
    runner.report(DeviceCode("https://device", "ABCD-EFGH", "https://device?code=ABCD-EFGH"))
    assert view.code.value == "ABCD-EFGH"
    assert view.address.value == "https://device?code=ABCD-EFGH"
    assert "same code" in view.text
    assert view.code.field.font().pointSizeF() > view.address.field.font().pointSizeF()
    assert opened == [PAGE]
    assert view.other_computer.isHidden()


def test_on_another_computer_the_code_of_the_console_is_entered(view, runner, opened):
    view.other_computer.click()
    job = runner.started[-1]
    runner.report(BrowserPage(PAGE))
    assert opened == []
    assert job.pasted() is None
    view.pasted.setText(" code== ")
    view.confirm.click()
    assert job.pasted() == "code=="
    assert not view.confirm.isEnabled()


def test_an_empty_code_is_not_taken(view, runner):
    view.other_computer.click()
    runner.report(BrowserPage(PAGE))
    view.confirm.click()
    assert runner.started[-1].pasted() is None


def test_another_sign_in_is_waited_for(view, runner):
    runner.report(WaitsForOther())
    assert "Another S3enc" in view._busy.accessibleName()


def test_the_end_is_told(qtbot, view, runner):
    with qtbot.waitSignal(view.signed_in) as blocker:
        runner.succeed(CONSOLE.source)
    assert blocker.args == [CONSOLE.source]


def test_stopping_cancels_the_sign_in(view, runner):
    view.stop()
    assert runner.cancelled == runner.started


@pytest.fixture
def dialog(qtbot, runner, opened):
    dialog = SignInDialog(runner, Connection("work"), None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_signing_in_again(qtbot, dialog, runner):
    with qtbot.waitSignal(dialog.signed_in) as blocker:
        runner.succeed(None)
    assert blocker.args == [Connection("work")]
    assert not dialog.isVisible()


def test_a_failed_sign_in_can_be_tried_again(dialog, runner):
    runner.fail(AppError("Access denied"))
    assert dialog.banner.isVisible()
    dialog.again.click()
    assert len(runner.started) == 2
    assert not dialog.banner.isVisible()


def test_closing_the_dialog_cancels_the_sign_in(dialog, runner):
    dialog.reject()
    assert runner.cancelled == runner.started
