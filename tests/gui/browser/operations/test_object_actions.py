"""Actions on selected rows: dialog, job and result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QMenu, QProgressBar

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import Destination, ObjectRef
from s3enc_gui.domain.customer_keys.known_key import unknown_key_error
from s3enc_gui.domain.deletion import DeletionCount, DeletionResult, NotDeleted, Versioning
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice, Page
from s3enc_gui.domain.location import Location, parse_location
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.presigned_url import PresignedUrl
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.browser.operations.delete_dialog import DeleteDialog
from s3enc_gui.gui.browser.operations.destination_dialog import DestinationDialog
from s3enc_gui.gui.browser.operations.name_dialog import NameDialog
from s3enc_gui.gui.browser.operations.operations import DeleteOperation
from s3enc_gui.gui.browser.operations.presigned_url_dialog import LinkDialog
from s3enc_gui.gui.browser.operations.report_dialog import ReportDialog, ReportLine
from s3enc_gui.gui.customer_keys.choose_key_dialog import ChooseKeyDialog
from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.short_label import ShortLabel
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer
from s3enc_gui.i18n import text
from s3enc_gui.jobs.copies.conflicts import ResolveCopyConflicts
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress
from s3enc_gui.jobs.deletion.delete_objects import CountObjects, DeleteObjects
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from s3enc_gui.jobs.listing.buckets import ListBuckets
from s3enc_gui.jobs.listing.new_folder import NewFolder
from s3enc_gui.jobs.listing.presigned_url import CreatePresignedUrl
from tests.fakes.folders import BEGIN, listed, page
from tests.fakes.samples import outcome
from tests.gui.browser.conftest import CONNECTION, texts

A = ObjectRef("in/a.pdf", None, "etag-of-in/a.pdf", 5)
VERIFIED = CopyOutcome(
    Location("my-bucket", "in/a.pdf"), Location("my-bucket", "in/new.pdf"), Result.VERIFIED, 5,
    moved=True,
)  # fmt: skip
EXISTING = CopyOutcome(
    Location("my-bucket", "in/a.pdf"), Location("my-bucket", "out/a.pdf"), Result.EXISTS, 5,
    error=AppError("The object already exists"),
)  # fmt: skip


def dialog(browser, kind):
    (found,) = browser.window.findChildren(kind)
    return found


def bar(browser):
    return browser.panel.operations.operations[-1].bar


def bar_text(browser):
    return bar_label(browser).text()


def bar_label(browser):
    return bar(browser).findChild(ShortLabel)


def progress(browser):
    return bar(browser).findChild(QProgressBar).value()


def banners(dialog):
    """The titles of the visible banners."""
    found = dialog.findChildren(ErrorBanner)
    return [one.accessibleName() for one in found if not one.isHidden()]


def last(browser, kind):
    return browser.runner.jobs_of(kind)[-1]


@pytest.mark.parametrize(
    ("chosen", "possible"),
    [
        ((), ()),
        (("x/",), ("open", "download", "rename", "copy_to", "move_to", "delete", "copy_uri")),
        (("a.pdf",), ("download", "rename", "copy_to", "move_to", "delete", "link", "copy_uri")),
        (("x/", "a.pdf"), ("download", "copy_to", "move_to", "delete", "copy_uri")),
    ],
)
def test_actions_that_are_enabled_for_rows(opened, chosen, possible):
    opened.select(*chosen)
    names = ("open", "download", "rename", "copy_to", "move_to", "delete", "link", "copy_uri")
    enabled = [name for name in names if getattr(opened.actions, name).isEnabled()]
    assert enabled == [name for name in names if name in possible]


def test_a_folder_is_created_and_its_encryption_shown(opened):
    opened.actions.new_folder.trigger()
    asked = dialog(opened, NameDialog)
    assert not asked.accept_button.isEnabled()
    asked.field.setText("2026/march")
    asked.accept_button.click()
    assert last(opened, NewFolder) == NewFolder(CONNECTION, "my-bucket", "in/2026/march")
    opened.runner.handle_of(NewFolder).succeed(outcome(Result.VERIFIED))
    assert bar_text(opened) == "Created folder “2026/march”: SSE-KMS, test_key."
    assert len(opened.runner.jobs_of(ListFolder)) == 2  # to show it


def test_renaming_is_a_move_to_a_key(opened):
    opened.select("a.pdf")
    opened.actions.rename.trigger()
    asked = dialog(opened, NameDialog)
    assert asked.field.selectedText() == "a"
    asked.field.setText("new.pdf")
    asked.accept_button.click()
    plan = last(opened, CopyObjects).plan
    assert (plan.bucket, plan.objects, plan.prefixes, plan.move, plan.if_exists) == (
        "my-bucket", (A,), (), True, IfExists.FAIL,
    )  # fmt: skip
    assert plan.destination == Destination("my-bucket", key="in/new.pdf")
    opened.runner.handle_of(CopyObjects).succeed(CopyResult({Result.VERIFIED: 1}, 5, (VERIFIED,)))
    assert bar_text(opened).startswith("Renamed and verified: “a.pdf” is now “")


def test_a_folder_is_renamed_with_its_content(opened):
    opened.select("x/")
    opened.actions.rename.trigger()
    asked = dialog(opened, NameDialog)
    assert asked.field.text() == "x"
    asked.field.setText("y")
    asked.accept_button.click()
    plan = last(opened, CopyObjects).plan
    assert (plan.prefixes, plan.destination.key) == (("in/x/",), "in/y/")


@pytest.mark.parametrize(
    ("chosen", "told"),
    [("x/", "copies every object in it"), ("a.pdf", "S3enc copies it")],
)
def test_the_dialog_explains_renaming(opened, chosen, told):
    opened.select(chosen)
    opened.actions.rename.trigger()
    assert any(told in one.text() for one in dialog(opened, NameDialog).findChildren(QLabel))


@pytest.mark.parametrize("name", ["", "a.pdf", "b/c", "x" * 1001])
def test_invalid_names_are_not_accepted(opened, name):
    opened.select("a.pdf")
    opened.actions.rename.trigger()
    asked = dialog(opened, NameDialog)
    asked.field.setText(name)
    assert not asked.accept_button.isEnabled()


def test_an_error_does_not_cut_off_the_explanation(opened):
    opened.select("a.pdf")
    opened.actions.rename.trigger()
    asked = dialog(opened, NameDialog)
    asked.field.setText("b/c")
    cut = [
        one.text()
        for one in asked.findChildren(QLabel)
        if one.isVisible() and one.height() < one.heightForWidth(one.width())
    ]
    assert cut == []


@pytest.mark.parametrize("move", [True, False])
def test_copying_and_moving_ask_for_a_destination(opened, move):
    opened.select("x/", "a.pdf")
    (opened.actions.move_to if move else opened.actions.copy_to).trigger()
    asked = dialog(opened, DestinationDialog)
    assert asked.field.text() == "s3://my-bucket/in/"
    shown = texts(asked)
    assert shown[0] == f"{'Move' if move else 'Copy'} 1 folder and 1 object"
    assert any("deletes the source only after" in one for one in shown) is move
    assert not asked.accept_button.isEnabled()  # the current folder
    asked.field.setText("s3://other/out")
    asked.policy.setCurrentIndex(1)
    asked.accept_button.click()
    plan = last(opened, CopyObjects).plan
    assert (plan.objects, plan.prefixes, plan.move) == ((A,), ("in/x/",), move)
    assert (plan.destination, plan.if_exists) == (Destination("other", "out/"), IfExists.SKIP)


def test_the_proposed_folder_shows_no_error(opened, qtbot):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    assert asked.field.accessibleDescription() == ""
    qtbot.keyClicks(asked.field, "x")
    qtbot.keyClick(asked.field, Qt.Key.Key_Backspace)
    error = "It is already in this folder. Enter another one."
    assert asked.field.accessibleDescription() == error
    assert error in texts(asked)


def test_the_encryption_of_selected_objects_is_to_be_changed(opened, qtbot):
    opened.select("a.pdf")
    with qtbot.waitSignal(opened.actions.encryption_requested) as requested:
        opened.actions.encrypt.trigger()
    _, bucket, objects, prefixes = requested.args
    assert bucket == "my-bucket"
    assert [one.key.rpartition("/")[2] for one in objects] == ["a.pdf"]
    assert prefixes == ()


@pytest.mark.parametrize(
    ("typed", "destination"),
    [
        ("out", Destination("my-bucket", "out/")),  # never a bucket of that name
        ("/out/of it", Destination("my-bucket", "out/of it/")),
        ("/", Destination("my-bucket", "")),
        ("s3://out", Destination("out", "")),
        ("arn:aws:s3:::out/in", Destination("out", "in/")),
        ("https://out.s3.amazonaws.com/in/", Destination("out", "in/")),
    ],
)
def test_a_name_without_s3_is_a_folder_of_the_bucket_that_is_shown(opened, typed, destination):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    asked.field.setText(typed)
    assert (f"s3://my-bucket/{destination.prefix}" in texts(asked)) is typed.startswith(("o", "/"))
    asked.accept_button.click()
    assert last(opened, CopyObjects).plan.destination == destination


def test_a_folder_is_picked_in_the_tree_which_is_listed_when_it_is_opened(opened):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    tree = asked.tree
    opened.runner.handle_of(ListBuckets).succeed(("my-bucket", "other"))
    assert last(opened, ListFolder).prefix == "in/"
    (found,) = tree.findItems("other", Qt.MatchFlag.MatchExactly)
    found.setExpanded(True)
    assert (last(opened, ListFolder).bucket, last(opened, ListFolder).prefix) == ("other", "")
    handle = opened.runner.handle_of(ListFolder)
    handle.progressed.emit((PageListed(Page(("out/", "x/"), ())),))
    handle.succeed(Listed(2))
    assert [found.child(row).text(0) for row in range(found.childCount())] == ["out", "x"]
    tree.setCurrentItem(found.child(0))
    assert asked.field.text() == "s3://other/out/"
    asked.accept_button.click()
    assert last(opened, CopyObjects).plan.destination == Destination("other", "out/")


def test_what_cannot_be_listed_is_said_in_the_tree_and_tried_again(opened):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    tree = dialog(opened, DestinationDialog).tree
    opened.runner.handle_of(ListBuckets).succeed(("my-bucket", "other"))
    (found,) = tree.findItems("other", Qt.MatchFlag.MatchExactly)
    found.setExpanded(True)
    opened.runner.handle_of(ListFolder).fail(AppError("Access denied"))
    assert found.child(0).text(0) == "Access denied"
    count = len(opened.runner.jobs_of(ListFolder))
    found.setExpanded(False)
    found.setExpanded(True)
    assert len(opened.runner.jobs_of(ListFolder)) == count + 1


def test_closing_the_dialog_stops_listing(opened):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    dialog(opened, DestinationDialog).reject()
    assert ListBuckets(CONNECTION) in opened.runner.cancelled


def test_an_invalid_destination_shows_an_error(opened):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    asked.field.setText("s3://Not a bucket")
    assert asked.field.accessibleDescription()
    assert not asked.accept_button.isEnabled()


def copy(opened, result):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    asked.field.setText("s3://my-bucket/out/")
    asked.accept_button.click()
    handle = opened.runner.handle_of(CopyObjects)
    handle.progressed.emit((CopyProgress(0, 2, 1, 4),))
    assert progress(opened) == 500
    handle.succeed(result)


def test_existing_names_are_asked_about(opened):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (EXISTING,)))
    assert bar(opened).overwrite.isVisibleTo(opened.window)
    bar(opened).keep_both.click()
    job = last(opened, ResolveCopyConflicts)
    assert (job.conflicts, job.if_exists) == ((EXISTING,), IfExists.RENAME)
    opened.runner.handle_of(ResolveCopyConflicts).succeed(
        CopyResult({Result.VERIFIED: 1}, 5, (VERIFIED,))
    )
    assert bar_text(opened).startswith("Copied and verified: “")
    assert bar(opened).overwrite.isHidden()


def delete(opened, job):
    operation = DeleteOperation(opened.runner, job, DeletionCount(1), opened.window)
    opened.panel.operations.add(operation)
    opened.runner.handle_of(DeleteObjects).succeed(DeletionResult(1))


@pytest.mark.parametrize(
    ("objects", "prefixes", "asks"),
    [
        ((ObjectRef("out/a.pdf"),), (), False),
        ((), ("out/",), False),
        ((ObjectRef("out/b.pdf"),), (), True),
        ((ObjectRef("out/a.pdf", "1"),), (), True),
    ],
)
def test_the_question_about_existing_names_goes_with_them(opened, objects, prefixes, asks):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (EXISTING,)))
    (copied,) = opened.panel.operations.operations
    delete(opened, DeleteObjects(CONNECTION, "my-bucket", objects, prefixes))
    assert (copied in opened.panel.operations.operations) is asks


LOCKED = CopyOutcome(
    Location("my-bucket", "in/b.pdf"), Location("my-bucket", "out/b.pdf"), Result.FAILED, 5,
    error=AppError("Encrypted with a customer-provided key", code="CustomerKey"),
)  # fmt: skip


def test_objects_that_need_a_key_are_copied_once_it_is_chosen(opened):
    copy(opened, CopyResult({Result.EXISTS: 1, Result.FAILED: 1}, 0, (EXISTING, LOCKED)))
    shown = bar(opened)
    assert shown.choose_key.isHidden()  # first, what to do with existing names
    shown.keep_both.click()
    opened.runner.handle_of(ResolveCopyConflicts).succeed(
        CopyResult({Result.VERIFIED: 1}, 5, (VERIFIED,))
    )
    assert shown.choose_key.isVisibleTo(opened.window)
    shown.choose_key.click()
    dialog(opened, ChooseKeyDialog).fitted.emit(None)
    job = last(opened, ResolveCopyConflicts)
    assert (job.conflicts, job.if_exists) == ((LOCKED,), IfExists.FAIL)
    assert shown.choose_key.isHidden()
    opened.runner.handle_of(ResolveCopyConflicts).succeed(
        CopyResult({Result.VERIFIED: 1}, 5, (VERIFIED,))
    )
    assert shown.choose_key.isHidden()


def test_the_details_of_objects_that_need_a_key_have_the_button_too(opened):
    copy(opened, CopyResult({Result.FAILED: 1}, 0, (LOCKED,)))
    bar(opened).details.click()
    report = dialog(opened, ReportDialog)
    (offered,) = [one for one in report.buttons.buttons() if one.text() == "Choose key…"]
    offered.click()
    assert report.isHidden()
    assert dialog(opened, ChooseKeyDialog).isVisible()


@pytest.mark.parametrize("is_whole", [True, False])
def test_an_error_that_the_window_can_mend_has_its_button(opened, is_whole, qtbot):
    offer, error = RemedyOffer(Remedy.KEYS, opened.window), unknown_key_error("invoices")
    if is_whole:
        opened.select("a.pdf")
        opened.actions.copy_to.trigger()
        dialog(opened, DestinationDialog).field.setText("s3://other/")
        dialog(opened, DestinationDialog).accept_button.click()
        opened.runner.handle_of(CopyObjects).fail(error)
    else:
        copy(opened, CopyResult({Result.FAILED: 1}, 0, (replace(LOCKED, error=error),)))
    assert bar(opened).remedy.text() == "Keys…"
    with qtbot.waitSignal(offer.requested) as taken:
        bar(opened).remedy.click()
    assert taken.args == [error]


def test_existing_names_can_be_skipped(opened):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (EXISTING,)))
    bar(opened).skip.click()
    assert opened.panel.operations.isHidden()
    assert opened.runner.jobs_of(ResolveCopyConflicts) == []


def test_failures_stay_visible_after_skipping(opened):
    failed = CopyOutcome(EXISTING.source, EXISTING.target, Result.FAILED, error=AppError("No"))
    copy(opened, CopyResult({Result.EXISTS: 1, Result.FAILED: 1}, 0, (EXISTING, failed)))
    bar(opened).skip.click()
    assert bar(opened).skip.isHidden()
    assert bar(opened).details.isVisibleTo(opened.window)


def test_differences_are_listed_in_the_details(opened):
    different = CopyOutcome(EXISTING.source, EXISTING.target, Result.DIFFERENT, 5)
    copy(opened, CopyResult({Result.DIFFERENT: 1}, 5, (different,)))
    assert bar(opened).property("banner") == "error"
    bar(opened).details.click()
    report = dialog(opened, ReportDialog)
    assert report.table.item(0, 0).text() == "in/a.pdf"
    assert report.table.item(0, 1).text() == "The copy differs from its source"


def test_the_details_are_as_high_as_their_text(qtbot, opened):
    lines = [ReportLine("in/a.pdf", StateIcon("error", "error"), "Failed", "It failed. " * 12)]
    report = ReportDialog("Not everything was copied.", lines, opened.window)
    report.open()
    index = report.table.model().index(0, 2)
    bounds = report.table.fontMetrics().boundingRect(
        QRect(0, 0, report.table.columnWidth(2) - 30, 1000),
        Qt.TextFlag.TextWordWrap,
        lines[0].details,
    )
    qtbot.waitUntil(lambda: report.table.visualRect(index).height() > bounds.height())


def test_an_operation_can_be_stopped_and_its_bar_closed(opened):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    dialog(opened, DestinationDialog).field.setText("s3://other/")
    dialog(opened, DestinationDialog).accept_button.click()
    bar(opened).stop.click()
    assert opened.runner.cancelled[-1:] == opened.runner.jobs_of(CopyObjects)
    opened.runner.handle_of(CopyObjects).confirm_cancelled()
    assert bar_text(opened) == "Stopped."
    bar(opened).close_button.click()
    assert opened.panel.operations.operations == []
    assert opened.panel.operations.isHidden()


def test_a_failed_job_is_reported(opened):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    dialog(opened, DestinationDialog).field.setText("s3://other/")
    dialog(opened, DestinationDialog).accept_button.click()
    error = AppError("No such bucket", "other is not there.", "Check its name.")
    opened.runner.handle_of(CopyObjects).fail(error)
    assert bar_text(opened) == (
        "“a.pdf” wasn't copied: No such bucket. other is not there. Check its name."
    )


def deleting(opened, *names, count):
    opened.select(*names)
    opened.actions.delete.trigger()
    asked = dialog(opened, DeleteDialog)
    assert not asked.accept_button.isEnabled()
    opened.runner.handle_of(CountObjects).succeed(count)
    return asked


def test_a_deletion_that_waits_for_a_sign_in_offers_it(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 3_400, 0, Versioning.OFF))
    asked.accept_button.click()
    outages: list[object] = []
    wanted: list[object] = []
    opened.panel.operations.outages_changed.connect(outages.append)
    opened.panel.operations.sign_in_requested.connect(wanted.append)
    handle = opened.runner.handle_of(DeleteObjects)
    error = AppError("The session has expired", code="ExpiredToken")
    noon = datetime(2026, 11, 30, 12, tzinfo=UTC)
    outage = Outage(OutageKind.SIGNED_OUT, error, noon, connection=CONNECTION)
    handle.progressed.emit((OutageChanged(outage), Progress(0)))
    assert outages == [(outage,)]
    assert not bar(opened).sign_in.isHidden()
    assert not bar(opened).stop.isHidden()
    assert bar_text(opened).startswith("Deleting… Signed out")
    bar(opened).sign_in.click()
    assert wanted == [CONNECTION]
    handle.progressed.emit((OutageChanged(None), Progress(1)))
    assert outages[-1] == ()
    assert bar(opened).sign_in.isHidden()
    assert bar_text(opened) == "Deleting… 1 object"
    handle.progressed.emit((OutageChanged(outage),))
    handle.succeed(DeletionResult(1))
    assert outages[-1] == ()
    assert bar(opened).sign_in.isHidden()


def test_deleting_counts_asks_and_reports(opened):
    asked = deleting(opened, "x/", "a.pdf", count=DeletionCount(12, 3_400, 0, Versioning.OFF))
    job = last(opened, CountObjects)
    assert (job.objects, job.prefixes, job.versions) == ((A,), ("in/x/",), False)
    assert texts(asked)[0] == "Delete 12 objects (3.4 KB)?"
    assert "Versioning is off. Deleted objects can't be recovered." in texts(asked)
    assert asked.all_versions.isHidden()
    asked.accept_button.click()
    assert last(opened, DeleteObjects) == DeleteObjects(
        CONNECTION, "my-bucket", (A,), ("in/x/",), all_versions=False
    )
    handle = opened.runner.handle_of(DeleteObjects)
    handle.progressed.emit((Progress(3),))
    assert progress(opened) == 250
    handle.succeed(DeletionResult(12))
    assert bar_text(opened) == "Deleted: 12 objects."


def test_all_versions_can_be_deleted(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.ENABLED))
    assert texts(asked)[0] == "Delete “a.pdf” (5 bytes)?"
    assert any("can be restored" in one for one in texts(asked))
    asked.all_versions.click()
    assert not asked.accept_button.isEnabled()
    assert last(opened, CountObjects).versions
    opened.runner.handle_of(CountObjects).succeed(DeletionCount(4, 20, 1, Versioning.ENABLED))
    asked.accept_button.click()
    assert last(opened, DeleteObjects).all_versions


def test_deleting_a_delete_marker_restores_the_object(browser):
    browser.open()
    browser.actions.versions.trigger()
    marker = listed("in/a.pdf", 0, version_id="2", is_delete_marker=True)
    old = listed("in/a.pdf", 5, version_id="1", is_latest=False)
    handle = browser.runner.handle_of(ListFolder)
    handle.progressed.emit((PageListed(Page((), (marker, old))),))
    handle.succeed(Listed(2))
    browser.table.go_to(next(row for row in browser.model.rows() if row.is_marker))
    browser.actions.delete.trigger()
    asked = dialog(browser, DeleteDialog)
    browser.runner.handle_of(CountObjects).succeed(DeletionCount(0, 0, 1, Versioning.ENABLED))
    assert texts(asked)[0] == "Delete the delete marker of “a.pdf”?"
    assert any("becomes the current version" in one for one in texts(asked))
    assert asked.all_versions.isHidden()
    asked.accept_button.click()
    (ref,) = last(browser, DeleteObjects).objects
    assert (ref.version_id, ref.is_marker) == ("2", True)
    browser.runner.handle_of(DeleteObjects).succeed(DeletionResult(1))
    assert bar_text(browser).startswith("Deleted: Delete marker of “a.pdf”.")


def test_a_deletion_is_undone_by_removing_its_markers(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.ENABLED))
    asked.accept_button.click()
    marker = ObjectRef("in/a.pdf", "m", is_marker=True)
    opened.runner.handle_of(DeleteObjects).succeed(DeletionResult(1, markers=(marker,)))
    undo = bar(opened).undo
    assert not undo.isHidden()
    undo.click()
    assert last(opened, DeleteObjects) == DeleteObjects(CONNECTION, "my-bucket", (marker,))
    assert bar_text(opened).startswith("Restoring…")
    opened.runner.handle_of(DeleteObjects).succeed(DeletionResult(1))
    assert bar_text(opened) == "Restored: 1 object."
    assert bar(opened).undo.isHidden()


def test_what_cannot_be_undone_has_no_button(opened):
    deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF)).accept_button.click()
    opened.runner.handle_of(DeleteObjects).succeed(DeletionResult(1))
    assert bar(opened).undo.isHidden()


def test_deleted_objects_and_older_versions_are_restored(browser):
    browser.open()
    browser.actions.versions.trigger()
    marker = listed("in/a.pdf", 0, version_id="2", is_delete_marker=True)
    old = listed("in/a.pdf", 5, version_id="1", is_latest=False)
    now = listed("in/b.pdf", 5, version_id="4")
    earlier = listed("in/b.pdf", 5, version_id="3", is_latest=False)
    handle = browser.runner.handle_of(ListFolder)
    handle.progressed.emit((PageListed(Page((), (marker, old, now, earlier))),))
    handle.succeed(Listed(4))
    rows = {row.listed.version_id: row for row in browser.model.rows()}
    restore = browser.actions.restore
    enabled = {}
    for version, row in rows.items():
        browser.table.go_to(row)
        enabled[version] = restore.isEnabled()
    assert enabled == {"2": True, "1": True, "4": False, "3": True}
    browser.table.go_to(rows["2"])
    restore.trigger()
    (ref,) = last(browser, DeleteObjects).objects
    assert (ref.version_id, ref.is_marker) == ("2", True)
    browser.table.go_to(rows["3"])
    restore.trigger()
    plan = last(browser, CopyObjects).plan
    assert (plan.objects[0].version_id, plan.move) == ("3", False)
    assert plan.destination.root_of("in/b.pdf") == "in/b.pdf"
    assert plan.if_exists is IfExists.OVERWRITE


def test_the_result_explains_how_to_restore(opened):
    deleting(
        opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.ENABLED)
    ).accept_button.click()
    opened.runner.handle_of(DeleteObjects).succeed(DeletionResult(1))
    assert bar_text(opened) == (
        "Deleted: “a.pdf”. It now has a delete marker. To restore it later, show all versions and"
        " choose Restore."
    )


def test_versions_that_cannot_be_counted_are_not_deleted(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.ENABLED))
    asked.all_versions.click()
    opened.runner.handle_of(CountObjects).fail(AppError("Access denied"))
    assert not asked.accept_button.isEnabled()
    assert asked.all_versions.isVisible()
    asked.all_versions.click()  # only the current version
    assert banners(asked) == []
    opened.runner.handle_of(CountObjects).succeed(DeletionCount(1, 5, 0, Versioning.ENABLED))
    asked.accept_button.click()
    assert not last(opened, DeleteObjects).all_versions


def test_a_folder_that_cannot_be_counted_is_not_deleted(opened):
    opened.select("x/")
    opened.actions.delete.trigger()
    asked = dialog(opened, DeleteDialog)
    opened.runner.handle_of(CountObjects).fail(AppError("Access denied"))
    assert not asked.accept_button.isEnabled()
    assert banners(asked) == ["Access denied"]


def test_canceling_deletes_nothing(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, None))
    asked.reject()
    assert opened.runner.jobs_of(DeleteObjects) == []


def test_objects_that_were_not_deleted_are_in_the_details(opened):
    deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF)).accept_button.click()
    locked = NotDeleted("in/a.pdf", None, AppError("The object is locked", "Until 2030."))
    opened.runner.handle_of(DeleteObjects).succeed(DeletionResult(0, 1, (locked,)))
    assert bar(opened).property("banner") == "error"
    assert bar(opened).details.isVisibleTo(opened.window)


def test_listing_notices_are_added_to_the_result(opened):
    deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF)).accept_button.click()
    handle = opened.runner.handle_of(DeleteObjects)
    handle.progressed.emit((ListingNotice.REPEATED, Progress(1)))
    handle.succeed(DeletionResult(1))
    assert bar_text(opened).endswith(ListingNotice.REPEATED.value)


def test_a_link_is_created_with_its_cautions(opened):
    opened.select("a.pdf")
    opened.actions.link.trigger()
    asked = dialog(opened, LinkDialog)
    job = last(opened, CreatePresignedUrl)
    assert (job.location, job.version_id, job.expires) == (
        Location("my-bucket", "in/a.pdf"), None, 3600,
    )  # fmt: skip
    link = PresignedUrl("https://example/signed", BEGIN, (text("It needs kms:Decrypt."),))
    opened.runner.handle_of(CreatePresignedUrl).succeed(link)
    assert "It needs kms:Decrypt." in texts(asked)
    asked.copy.click()
    assert QGuiApplication.clipboard().text() == "https://example/signed"
    assert asked.copy.text() == "Copied"
    asked.link.findChild(QTimer).timeout.emit()
    assert asked.copy.text() == "&Copy link"
    asked.period.setCurrentIndex(3)
    asked.period.activated.emit(3)
    assert last(opened, CreatePresignedUrl).expires == 7 * 24 * 3600


def test_a_link_that_cannot_be_created_is_reported(opened):
    opened.select("a.pdf")
    opened.actions.link.trigger()
    opened.runner.handle_of(CreatePresignedUrl).fail(AppError("The object is gone"))
    asked = dialog(opened, LinkDialog)
    assert banners(asked) == ["The object is gone"]
    assert not asked.copy.isEnabled()


def test_addresses_are_copied(opened):
    opened.select("x/", "a.pdf")
    opened.actions.copy_uri.trigger()
    assert QGuiApplication.clipboard().text() == "s3://my-bucket/in/x/\ns3://my-bucket/in/a.pdf"
    opened.actions.copy_arn.trigger()
    assert QGuiApplication.clipboard().text() == (
        "arn:aws:s3:::my-bucket/in/x/\narn:aws:s3:::my-bucket/in/a.pdf"
    )


def test_arns_that_are_copied_are_of_the_partition_of_the_bucket(browser):
    browser.open(parse_location("arn:aws-cn:s3:::my-bucket/in/"))
    pages = (PageListed(page("in/a.pdf"), "cn-north-1"),)
    browser.runner.handle_of(ListFolder).progressed.emit(pages)
    browser.runner.handle_of(ListFolder).succeed(Listed(1))
    browser.select("a.pdf")
    browser.actions.copy_arn.trigger()
    assert QGuiApplication.clipboard().text() == "arn:aws-cn:s3:::my-bucket/in/a.pdf"


def test_a_download_asks_for_a_folder(opened, qtbot, tmp_path):
    opened.select("x/", "a.pdf")
    opened.actions.download.trigger()
    asked = dialog(opened, QFileDialog)
    with qtbot.waitSignal(opened.panel.download_requested) as requested:
        asked.fileSelected.emit(str(tmp_path))
    asked.reject()
    (request,) = requested.args
    assert (request.connection, request.bucket, request.folder) == (
        CONNECTION,
        "my-bucket",
        str(tmp_path),
    )
    assert ([one.key for one in request.objects], request.prefixes) == (["in/a.pdf"], ("in/x/",))
    assert request.relative("in/x/deep.txt", "in/x/") == "x/deep.txt"


def test_context_menus_of_rows_and_of_the_folder(opened):
    rows = opened.actions.context_menu(opened.table, opened.model.rows()[:1])
    assert opened.actions.open in rows.actions()
    nothing = opened.actions.context_menu(opened.table, ())
    texts = [one.text() for one in nothing.actions() if not one.isSeparator()]
    view = ["Refresh", "All versions", "Names in the order of S3"]
    of_bucket = ["Audit…", "Bucket…", "Require encryption…"]
    assert texts == ["Upload here…", "New folder…", *view, *of_bucket, "Properties"]


def test_a_right_click_below_the_rows_is_about_the_folder(opened, qtbot):
    opened.select("a.pdf")
    view = opened.table.viewport()
    beside = QPoint(20, view.height() - 4)
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=beside)
    assert opened.selected() == []
    opened.table.customContextMenuRequested.emit(beside)
    [menu] = [one for one in opened.table.findChildren(QMenu) if one.isVisible()]
    assert opened.actions.upload_here in menu.actions()
    with qtbot.waitSignal(opened.panel.upload_requested) as requested:
        opened.actions.upload_here.trigger()
    assert requested.args == [[], None]
    menu.close()


def test_upload_here_on_a_folder_uploads_into_it(opened, qtbot):
    opened.select("x/")
    assert (
        opened.actions.upload_here
        in opened.actions.context_menu(opened.table, opened.table.selected()).actions()
    )
    with qtbot.waitSignal(opened.panel.upload_requested) as requested:
        opened.actions.upload_here.trigger()
    assert requested.args == [[], Location("my-bucket", "in/x/")]


def test_closed_dialogs_are_deleted(opened, qtbot):
    opened.actions.new_folder.trigger()
    dialog(opened, NameDialog).reject()
    qtbot.waitUntil(lambda: not opened.window.findChildren(QDialog))


ELSEWHERE = Location("other", "far/")


@pytest.mark.parametrize("action", ["rename", "copy_to", "move_to", "download", "new_folder"])
def test_a_dialog_keeps_its_connection_location_and_rows(opened, qtbot, action):
    opened.select("a.pdf")
    getattr(opened.actions, action).trigger()
    asked = dialog(opened, QDialog)
    requests: list[DownloadRequest] = []
    opened.panel.download_requested.connect(requests.append)
    opened.panel.start(Connection("somebody else"), ELSEWHERE)
    match asked:
        case NameDialog():
            asked.field.setText("new")
            asked.accept_button.click()
        case DestinationDialog():
            asked.field.setText("s3://third/")
            asked.accept_button.click()
        case QFileDialog():
            asked.fileSelected.emit("/tmp")  # noqa: S108 - nothing is written
            asked.reject()
    if requests:
        (request,) = requests
        assert (request.connection, request.bucket, request.strip) == (
            CONNECTION,
            "my-bucket",
            "in/",
        )
        assert [one.key for one in request.objects] == ["in/a.pdf"]
        return
    job = opened.runner.started[-1]
    assert job.connection == CONNECTION
    if isinstance(job, NewFolder):
        assert (job.bucket, job.prefix) == ("my-bucket", "in/new")
    else:
        assert (job.plan.bucket, job.plan.objects) == ("my-bucket", (A,))
        assert job.plan.destination.key in ("in/new", None)


def test_a_refresh_does_not_change_an_open_dialog(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF))
    opened.panel.show_changes()
    opened.list("in/b.txt")
    asked.accept_button.click()
    assert last(opened, DeleteObjects).objects == (A,)


def test_names_are_not_markup(browser):
    name = "<b>x.txt"
    browser.open()
    browser.list(f"in/{name}")
    browser.select(name)
    browser.actions.copy_to.trigger()
    asked = dialog(browser, DestinationDialog)
    asked.field.setText("s3://other/")
    asked.accept_button.click()
    labels = asked.findChildren(QLabel)
    browser.runner.handle_of(CopyObjects).fail(AppError("No", f"“{name}” is not there."))
    labels.append(bar_label(browser))
    browser.actions.delete.trigger()
    browser.runner.handle_of(CountObjects).succeed(DeletionCount(1, 5, 0, Versioning.OFF))
    labels += dialog(browser, DeleteDialog).findChildren(QLabel)
    with_name = [one for one in labels if name in one.text()]
    assert len(with_name) == 3
    assert {one.textFormat() for one in with_name} == {Qt.TextFormat.PlainText}


def remove(opened, name="a.pdf", *, well=False):
    deleting(opened, name, count=DeletionCount(1, 5, 0, Versioning.OFF)).accept_button.click()
    locked = NotDeleted(f"in/{name}", None, AppError("The object is locked", "Until 2030."))
    opened.runner.handle_of(DeleteObjects).succeed(
        DeletionResult(1) if well else DeletionResult(0, 1, (locked,))
    )


@pytest.mark.parametrize("well", [True, False])
def test_a_finished_operation_is_replaced_by_the_next(opened, qtbot, well):
    remove(opened, well=well)
    qtbot.waitUntil(lambda: not opened.window.findChildren(DeleteDialog))
    remove(opened, "b.txt")
    assert len(opened.panel.operations.operations) == 1
    assert "b.txt" in bar_text(opened)


def test_a_question_is_not_replaced(opened, qtbot):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (EXISTING,)))
    remove(opened)
    assert len(opened.panel.operations.operations) == 2
    opened.panel.go(Location("other"))
    assert [one.bar.skip.isHidden() for one in opened.panel.operations.operations] == [False]


def test_a_failure_behind_a_dialog_stays_visible(opened, qtbot):
    deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF)).accept_button.click()
    qtbot.waitUntil(lambda: not opened.window.findChildren(DeleteDialog))
    opened.actions.new_folder.trigger()
    opened.runner.handle_of(DeleteObjects).fail(AppError("No"))
    dialog(opened, NameDialog).reject()
    opened.panel.go(Location("other"))
    assert bar_text(opened) == "“a.pdf” wasn't deleted: No."


def test_finished_operations_are_removed_with_their_bucket(opened):
    remove(opened)
    opened.panel.go(Location("my-bucket", "in/x/"))
    assert len(opened.panel.operations.operations) == 1
    opened.panel.go(Location("other"))
    assert opened.panel.operations.isHidden()


def test_many_bars_leave_two_thirds_to_the_list(opened, qtbot):
    for _ in range(6):
        copy(opened, CopyResult({Result.EXISTS: 1}, 0, (EXISTING,)))
        qtbot.waitUntil(lambda: not opened.window.findChildren(DestinationDialog))
    operations = opened.panel.operations
    assert len(operations.operations) == 6
    qtbot.waitUntil(lambda: 0 < operations.height() <= opened.panel.height() // 3)
    assert operations.verticalScrollBar().maximum() > 0
    assert bar(opened).y() == 0  # the newest is visible


def test_an_elided_text_is_in_the_details(opened, qtbot):
    opened.select("a.pdf")
    opened.actions.copy_to.trigger()
    dialog(opened, DestinationDialog).field.setText("s3://other/")
    dialog(opened, DestinationDialog).accept_button.click()
    opened.runner.handle_of(CopyObjects).fail(AppError("No", "It failed. " * 30))
    qtbot.waitUntil(bar(opened).details.isVisible)
    bar(opened).details.click()
    report = dialog(opened, ReportDialog)
    assert report.table.isHidden()
    assert bar_text(opened) in [one.text() for one in report.findChildren(QLabel)]


@pytest.mark.parametrize(("width", "below"), [(900, False), (420, True)])
def test_in_narrow_panels_the_buttons_are_below_the_text(opened, qtbot, width, below):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (EXISTING,)))
    shown = bar(opened)
    opened.panel.resize(width, 500)
    qtbot.waitUntil(
        lambda: (shown.skip.mapTo(shown, QPoint()).y() > bar_label(opened).y()) is below
    )
    qtbot.waitUntil(lambda: bar_label(opened).width() > 200)
    assert shown.width() <= opened.panel.width()
    opened.panel.resize(900, 500)
    qtbot.waitUntil(lambda: bar_label(opened).width() > 400)


def test_conflicts_that_were_not_returned_are_reported(opened):
    copy(opened, CopyResult({Result.EXISTS: 5}, 0, (EXISTING, EXISTING)))
    bar(opened).overwrite.click()
    opened.runner.handle_of(ResolveCopyConflicts).succeed(CopyResult({Result.VERIFIED: 2}, 10, ()))
    assert "3 more objects already exist." in bar_text(opened)
    assert bar(opened).property("banner") == "warning"


def note(asked):
    return asked.field.accessibleDescription()


@pytest.mark.parametrize(("name", "key"), [("/abs", "in//abs"), ("a//b", "in/a//b")])
def test_a_folder_without_a_name_shows_a_note(opened, name, key):
    opened.actions.new_folder.trigger()
    asked = dialog(opened, NameDialog)
    asked.field.setText("abs")
    assert note(asked) == ""
    asked.field.setText(name)
    assert "a folder without a name" in note(asked)
    asked.accept_button.click()
    assert last(opened, NewFolder) == NewFolder(CONNECTION, "my-bucket", key)


@pytest.mark.parametrize("move", [True, False])
def test_a_destination_without_a_name_shows_a_note(opened, move):
    opened.select("a.pdf")
    (opened.actions.move_to if move else opened.actions.copy_to).trigger()
    asked = dialog(opened, DestinationDialog)
    asked.field.setText("s3://other//abs")
    assert "starts with “/”. This creates a folder without a name" in note(asked)
    asked.accept_button.click()
    assert last(opened, CopyObjects).plan.destination == Destination("other", "/abs/")


def test_a_folder_without_a_name_can_be_opened_renamed_and_left(browser):
    browser.open(Location("my-bucket"))
    browser.list("/", "a/")
    browser.select("/")
    browser.actions.rename.trigger()
    asked = dialog(browser, NameDialog)
    assert (asked.field.text(), asked.accept_button.isEnabled()) == ("", False)
    asked.field.setText("y")
    asked.accept_button.click()
    plan = last(browser, CopyObjects).plan
    assert (plan.prefixes, plan.destination.key) == (("/",), "y/")
    browser.panel.open_row(browser.model.rows()[0])
    assert browser.listings()[-1] == ("my-bucket", "/")
    browser.list("/abs/", "//", "/f")
    assert sorted(browser.names()) == ["/", "abs/", "f"]
    browser.panel.up()
    assert browser.listings()[-1] == ("my-bucket", "")


def test_addresses_and_arns_that_are_copied_name_the_object(browser):
    point = "arn:aws:s3:eu-west-1:111122223333:accesspoint/shared"
    browser.open(Location(point, "/"))
    browser.list("/abs/", "/f")
    browser.select("f")
    browser.actions.copy_uri.trigger()
    assert QGuiApplication.clipboard().text() == f"s3://{point}//f"
    browser.actions.copy_arn.trigger()
    assert QGuiApplication.clipboard().text() == f"{point}/object//f"
