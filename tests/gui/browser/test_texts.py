"""The browser and its dialogs in the pseudo-language."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog

from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.deletion import DeletionCount, DeletionResult, NotDeleted, Versioning
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import PresignedUrl
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.browser.operations.report_dialog import ReportDialog, ReportLine
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.i18n import text
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.deletion.delete_objects import CountObjects, DeleteObjects
from s3enc_gui.jobs.listing.browse import ListFolder
from s3enc_gui.jobs.listing.presigned_url import CreatePresignedUrl
from s3enc_gui.wording.labels import result_text
from tests.fakes.folders import BEGIN
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "a.pdf", "b.txt", "in/", "in", "out/", "work", "x")
ACTIONS = ("rename", "copy_to", "move_to", "delete", "link", "new_folder")
ERROR = AppError(text("You may not list this"), text("The policy denies it."), "", "AccessDenied")


def dialogs(browser):
    return [one for one in browser.window.findChildren(QDialog) if one.isVisible()]


def test_a_folder(browser):
    check_texts(browser.window, *DATA)
    browser.open()
    check_texts(browser.window, *DATA)
    browser.list("in/x/", "in/a.pdf", sizes={"in/a.pdf": 5})
    check_texts(browser.window, *DATA)


def test_an_empty_folder(browser):
    browser.open()
    browser.list()
    check_texts(browser.window, *DATA)


def test_a_folder_that_cannot_be_listed(browser):
    browser.open()
    browser.runner.handle_of(ListFolder).fail(ERROR)
    check_texts(browser.window, *DATA)


@pytest.mark.parametrize("names", [("a.pdf",), ("x/",), ("a.pdf", "b.txt", "x/")], ids=len)
@pytest.mark.parametrize("name", ACTIONS)
def test_the_dialog_of_an_action(opened, name, names):
    opened.select(*names)
    action = getattr(opened.actions, name)
    if not action.isEnabled():
        pytest.skip("not for this selection")
    action.trigger()
    [dialog] = dialogs(opened)
    check_texts(dialog, *DATA)


@pytest.mark.parametrize("versioning", [None, *Versioning])
def test_the_question_before_deleting(opened, versioning):
    opened.select("a.pdf", "x/")
    opened.actions.delete.trigger()
    opened.runner.handle_of(CountObjects).succeed(DeletionCount(3, 12, 1, versioning))
    [dialog] = dialogs(opened)
    check_texts(dialog, *DATA)


def test_a_link(opened):
    opened.select("a.pdf")
    opened.actions.link.trigger()
    opened.runner.handle_of(CreatePresignedUrl).succeed(PresignedUrl("1", BEGIN, ()))
    [dialog] = dialogs(opened)
    check_texts(dialog, *DATA)


@pytest.mark.parametrize("kind", list(Result))
@pytest.mark.parametrize("name", ["rename", "copy_to"])
def test_the_result_of_a_copy(opened, name, kind):
    opened.select("a.pdf")
    getattr(opened.actions, name).trigger()
    [dialog] = dialogs(opened)
    dialog.field.setText("new.pdf" if name == "rename" else "s3://my-bucket/out/")
    dialog.accept_button.click()
    source, target = Location("my-bucket", "in/a.pdf"), Location("my-bucket", "out/a.pdf")
    error = None if kind is Result.VERIFIED else ERROR
    done = CopyOutcome(source, target, kind, 5, moved=name == "rename", error=error)
    opened.runner.handle_of(CopyObjects).succeed(CopyResult({kind: 1}, 5, (done,)))
    check_texts(opened.window, *DATA, "new.pdf")


@pytest.mark.parametrize("failed", [0, 1])
def test_the_result_of_a_deletion(opened, failed):
    opened.select("a.pdf")
    opened.actions.delete.trigger()
    opened.runner.handle_of(CountObjects).succeed(DeletionCount(1, 12, 0, Versioning.OFF))
    [dialog] = dialogs(opened)
    dialog.accept_button.click()
    failures = (NotDeleted("in/a.pdf", None, ERROR),) * failed
    result = DeletionResult(1 - failed, failed, failures, 0, complete=True, error=None)
    opened.runner.handle_of(DeleteObjects).succeed(result)
    check_texts(opened.window, *DATA)


def test_the_details_of_an_operation(opened):
    sign = StateIcon("error", "error")
    lines = [ReportLine("a.pdf", sign, result_text(result), "2") for result in Result]
    dialog = ReportDialog("1", lines, opened.window)
    dialog.show()
    check_texts(dialog, *DATA)
