"""The main window in the pseudo-language."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from PySide6.QtWidgets import QDialog, QMessageBox

from s3enc_gui.domain.components.program_component import ProgramComponent
from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.updates.update import Published, UpdateAnswer
from s3enc_gui.gui.connections.anonymous_offer import AnonymousOffer
from s3enc_gui.gui.help.about import about_box
from s3enc_gui.gui.help.licenses_dialog import LicensesDialog
from s3enc_gui.gui.help.log_dialog import LogDialog
from s3enc_gui.gui.help.shortcuts import ShortcutsDialog
from s3enc_gui.gui.help.updates_dialog import UpdatesDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.i18n import text
from s3enc_gui.jobs.components import Components, ReadComponents, ReadLicense
from s3enc_gui.jobs.connections.list_connections import Identify, ListConnections
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from s3enc_gui.jobs.listing.buckets import ListBuckets
from s3enc_gui.jobs.log import LogText
from tests.fakes.folders import page
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

WORK = Connection("work", "eu-central-1")
DATA = ("my-bucket", "work", "in/", "in", "a.pdf", "b.txt", "x", "anna", "other", "user")
ERROR = AppError(text("You may not list this"), text("The policy denies it."), "", "AccessDenied")


@pytest.fixture
def window(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    return window


def test_before_and_after_the_start(window, runner):
    check_texts(window)
    window.start(WORK, "my-bucket", "in/")
    runner.handle_of(ListConnections).succeed((WORK, Connection("other")))
    runner.handle_of(Identify).succeed(Identity("1", "arn:aws:iam::1:user/anna", "eu-central-1"))
    runner.handle_of(ListBuckets).succeed(("my-bucket", "other"))
    listing = runner.handle_of(ListFolder)
    listing.progressed.emit((PageListed(page("in/x/", "in/a.pdf", "in/b.txt")),))
    check_texts(window, *DATA)
    listing.succeed(Listed(3, None))
    check_texts(window, *DATA)


def test_without_any_permission(window, runner):
    window.start(WORK, "my-bucket", "in/")
    for job in (Identify, ListBuckets, ListFolder):
        runner.handle_of(job).fail(ERROR)
    window.show_problem(ERROR)
    check_texts(window, *DATA)


def test_without_credentials(window, runner):
    window.start(WORK, "my-bucket", "in/")
    runner.handle_of(Identify).fail(
        AppError(text("You aren't signed in"), "", "", "NoAuthTokenError")
    )
    check_texts(window, *DATA)
    window.findChild(AnonymousOffer).button.click()
    runner.handle_of(Identify).succeed(Identity("", "", "eu-central-1"))
    check_texts(window, *DATA)


def test_about(window):
    box = about_box(window)
    box.open()
    check_texts(box, "botocore", "awscrt", "keyring", "PySide6-Essentials", "Essentials", "Linux")


def test_licenses(window, runner):
    window._help.licenses.trigger()
    [dialog] = window.findChildren(LicensesDialog)
    one = ProgramComponent("six", "1.0", "MIT")
    runner.handle_of(ReadComponents).succeed(Components((one,), "/folder"))
    runner.handle_of(ReadLicense).succeed("")
    check_texts(dialog, "six", "1.0", "MIT", "/folder")


def test_shortcuts(window):
    window._help.shortcuts.trigger()
    [dialog] = window.findChildren(ShortcutsDialog)
    check_texts(dialog)


def test_no_window_is_left_out():
    """Every class of a window or dialog is opened by one of the tests in the pseudo-language."""
    import s3enc_gui.gui
    from tests.i18n import shown

    # Many windows are loaded only when they are opened.
    for module in pkgutil.walk_packages(s3enc_gui.gui.__path__, "s3enc_gui.gui."):
        importlib.import_module(module.name)

    def below(kind):
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    ours = {
        one.__name__
        for one in (*below(QDialog), *below(MainWindow), MainWindow)
        if one.__module__.startswith("s3enc_gui.") and not issubclass(one, QMessageBox)
    }
    assert ours <= shown.WINDOWS


def test_log(qtbot, runner):
    dialog = LogDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    check_texts(dialog)
    runner.succeed(LogText("", "/logs"))
    check_texts(dialog)
    dialog.read()
    runner.fail(ERROR)
    check_texts(dialog)
    dialog.read()
    runner.succeed(LogText("x", "/logs", is_all=False))
    check_texts(dialog)


def test_updates(qtbot, runner):
    dialog = UpdatesDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    check_texts(dialog)
    published = Published("2", "https://3/", minimum="2")
    for answer in (UpdateAnswer("1"), UpdateAnswer("1", published), UpdateAnswer("2", published)):
        dialog.close()
        dialog.show()
        runner.succeed(answer)
        check_texts(dialog, "https")
    dialog.close()
    dialog.show()
    runner.fail(ERROR)
    check_texts(dialog)
