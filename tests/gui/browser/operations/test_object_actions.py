"""From the selected rows by way of a question to a job, and what is told of its end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import Destination, ObjectRef
from s3enc_gui.domain.deletion import DeletionCount, DeletionResult, NotDeleted, Versioning
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice, Page
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import PresignedUrl
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.browser.operations.delete_dialog import DeleteDialog
from s3enc_gui.gui.browser.operations.destination_dialog import DestinationDialog
from s3enc_gui.gui.browser.operations.link_dialog import LinkDialog
from s3enc_gui.gui.browser.operations.name_dialog import NameDialog
from s3enc_gui.gui.browser.operations.report_dialog import ReportDialog, ReportLine
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.jobs.copies.conflicts import ResolveCopyConflicts
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress
from s3enc_gui.jobs.deletion import CountObjects, DeleteObjects
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from s3enc_gui.jobs.listing.new_folder import NewFolder
from s3enc_gui.jobs.listing.presigned_urls import CreatePresignedUrl
from tests.fakes.folders import BEGIN, listed
from tests.fakes.samples import outcome
from tests.gui.browser.conftest import CONNECTION

A = ObjectRef("in/a.pdf", None, "etag-of-in/a.pdf", 5)
VERIFIED = CopyOutcome(
    Location("my-bucket", "in/a.pdf"), Location("my-bucket", "in/new.pdf"), Result.VERIFIED, 5,
    moved=True,
)  # fmt: skip
TAKEN = CopyOutcome(
    Location("my-bucket", "in/a.pdf"), Location("my-bucket", "out/a.pdf"), Result.EXISTS, 5,
    error=AppError("It is there already"),
)  # fmt: skip


def dialog(browser, kind):
    (found,) = browser.window.findChildren(kind)
    return found


def bar(browser):
    return browser.panel.operations.operations[-1].bar


def words(browser):
    return bar(browser)._words.text()


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
def test_what_can_be_done_with_rows(opened, chosen, possible):
    opened.select(*chosen)
    names = ("open", "download", "rename", "copy_to", "move_to", "delete", "link", "copy_uri")
    enabled = [name for name in names if getattr(opened.commands, name).isEnabled()]
    assert enabled == [name for name in names if name in possible]


def test_a_new_folder_is_made_and_its_proof_told(opened):
    opened.commands.new_folder.trigger()
    asked = dialog(opened, NameDialog)
    assert not asked.yes.isEnabled()
    asked.field.setText("2026/march")
    asked.yes.click()
    assert last(opened, NewFolder) == NewFolder(CONNECTION, "my-bucket", "in/2026/march")
    opened.runner.handle_of(NewFolder).succeed(outcome(Result.VERIFIED))
    assert words(opened) == "The folder “2026/march” is made: SSE-KMS, test_key."
    assert len(opened.runner.jobs_of(ListFolder)) == 2  # it is shown


def test_renaming_is_a_move_to_a_key(opened):
    opened.select("a.pdf")
    opened.commands.rename.trigger()
    asked = dialog(opened, NameDialog)
    assert asked.field.selectedText() == "a"
    asked.field.setText("new.pdf")
    asked.yes.click()
    plan = last(opened, CopyObjects).plan
    assert (plan.bucket, plan.objects, plan.prefixes, plan.move, plan.if_exists) == (
        "my-bucket", (A,), (), True, IfExists.FAIL,
    )  # fmt: skip
    assert plan.destination == Destination("my-bucket", key="in/new.pdf")
    opened.runner.handle_of(CopyObjects).succeed(CopyResult({Result.VERIFIED: 1}, 5, (VERIFIED,)))
    assert words(opened).startswith("Renamed and verified: “a.pdf” is now “")


def test_a_folder_is_renamed_with_all_that_is_in_it(opened):
    opened.select("x/")
    opened.commands.rename.trigger()
    asked = dialog(opened, NameDialog)
    assert asked.field.text() == "x"
    asked.field.setText("y")
    asked.yes.click()
    plan = last(opened, CopyObjects).plan
    assert (plan.prefixes, plan.destination.key) == (("in/x/",), "in/y/")


@pytest.mark.parametrize(
    ("chosen", "told"),
    [("x/", "all that is in the folder and below it is copied"), ("a.pdf", "the object is copied")],
)
def test_what_renaming_does_is_told_of_the_folder_or_the_object(opened, chosen, told):
    opened.select(chosen)
    opened.commands.rename.trigger()
    assert any(told in one.text() for one in dialog(opened, NameDialog).findChildren(QLabel))


@pytest.mark.parametrize("name", ["", "a.pdf", "b/c", "x" * 1001])
def test_names_that_cannot_be(opened, name):
    opened.select("a.pdf")
    opened.commands.rename.trigger()
    asked = dialog(opened, NameDialog)
    asked.field.setText(name)
    assert not asked.yes.isEnabled()


def test_what_is_wrong_with_a_name_leaves_room_for_the_explanation(opened):
    opened.select("a.pdf")
    opened.commands.rename.trigger()
    asked = dialog(opened, NameDialog)
    asked.field.setText("b/c")
    cut = [
        one.text()
        for one in asked.findChildren(QLabel)
        if one.isVisible() and one.height() < one.heightForWidth(one.width())
    ]
    assert cut == []


@pytest.mark.parametrize("move", [True, False])
def test_copying_and_moving_ask_where_to(opened, move):
    opened.select("x/", "a.pdf")
    (opened.commands.move_to if move else opened.commands.copy_to).trigger()
    asked = dialog(opened, DestinationDialog)
    assert asked.field.text() == "s3://my-bucket/in/"
    told = [one.text() for one in asked.findChildren(QLabel)]
    assert told[0] == f"{'Move' if move else 'Copy'} 1 folder and 1 object"
    assert any("never deleted" in one for one in told) is move
    assert not asked.yes.isEnabled()  # that is here
    asked.field.setText("s3://other/out")
    asked.policy.setCurrentIndex(1)
    asked.yes.click()
    plan = last(opened, CopyObjects).plan
    assert (plan.objects, plan.prefixes, plan.move) == ((A,), ("in/x/",), move)
    assert (plan.destination, plan.if_exists) == (Destination("other", "out/"), IfExists.SKIP)


def test_nobody_is_blamed_for_the_folder_they_have_not_typed(opened, qtbot):
    opened.select("a.pdf")
    opened.commands.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    assert not asked._fault.isVisible()
    qtbot.keyClicks(asked.field, "x")
    qtbot.keyClick(asked.field, Qt.Key.Key_Backspace)
    assert asked._fault.text() == "It is in this folder already: type another one."
    assert asked._fault.isVisible()


def test_a_place_that_is_none_is_told(opened):
    opened.select("a.pdf")
    opened.commands.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    asked.field.setText("Not a bucket")
    assert asked._fault.text()
    assert not asked.yes.isEnabled()


def copy(opened, result):
    opened.select("a.pdf")
    opened.commands.copy_to.trigger()
    asked = dialog(opened, DestinationDialog)
    asked.field.setText("s3://my-bucket/out/")
    asked.yes.click()
    handle = opened.runner.handle_of(CopyObjects)
    handle.progressed.emit((CopyProgress(0, 2, 1, 4),))
    assert bar(opened)._progress.value() == 500
    handle.succeed(result)


def test_taken_names_are_asked_about(opened):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (TAKEN,)))
    assert bar(opened).overwrite.isVisibleTo(opened.window)
    bar(opened).keep_both.click()
    job = last(opened, ResolveCopyConflicts)
    assert (job.taken, job.if_exists) == ((TAKEN,), IfExists.RENAME)
    opened.runner.handle_of(ResolveCopyConflicts).succeed(
        CopyResult({Result.VERIFIED: 1}, 5, (VERIFIED,))
    )
    assert words(opened).startswith("Copied and verified: “")
    assert bar(opened).overwrite.isHidden()


def test_taken_names_can_be_left_as_they_are(opened):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (TAKEN,)))
    bar(opened).skip.click()
    assert opened.panel.operations.isHidden()
    assert opened.runner.jobs_of(ResolveCopyConflicts) == []


def test_what_failed_stays_to_be_read_when_taken_names_are_left(opened):
    failed = CopyOutcome(TAKEN.source, TAKEN.target, Result.FAILED, error=AppError("No"))
    copy(opened, CopyResult({Result.EXISTS: 1, Result.FAILED: 1}, 0, (TAKEN, failed)))
    bar(opened).skip.click()
    assert bar(opened).skip.isHidden()
    assert bar(opened).details.isVisibleTo(opened.window)


def test_what_is_not_like_its_source_is_told_for_each(opened):
    different = CopyOutcome(TAKEN.source, TAKEN.target, Result.DIFFERENT, 5)
    copy(opened, CopyResult({Result.DIFFERENT: 1}, 5, (different,)))
    assert bar(opened).property("banner") == "error"
    bar(opened).details.click()
    report = dialog(opened, ReportDialog)
    assert report.table.item(0, 0).text() == "in/a.pdf"
    assert report.table.item(0, 1).text() == "The copy is not like its source"


def test_what_there_is_to_say_of_a_failure_is_there_in_full(qtbot, opened):
    lines = [
        ReportLine("in/a.pdf", StateIcon("error", "error"), "Failed", "It was too much. " * 12)
    ]
    report = ReportDialog("Not everything was copied.", lines, opened.window)
    report.open()
    index = report.table.model().index(0, 2)
    words = report.table.fontMetrics().boundingRect(
        QRect(0, 0, report.table.columnWidth(2) - 30, 1000), Qt.TextFlag.TextWordWrap, lines[0].more
    )
    qtbot.waitUntil(lambda: report.table.visualRect(index).height() > words.height())


def test_an_operation_can_be_stopped_and_its_bar_closed(opened):
    opened.select("a.pdf")
    opened.commands.copy_to.trigger()
    dialog(opened, DestinationDialog).field.setText("s3://other/")
    dialog(opened, DestinationDialog).yes.click()
    bar(opened).stop.click()
    assert opened.runner.cancelled == opened.runner.jobs_of(CopyObjects)
    opened.runner.handle_of(CopyObjects).be_cancelled()
    assert words(opened) == "Stopped."
    bar(opened).close_button.click()
    assert opened.panel.operations.operations == []
    assert opened.panel.operations.isHidden()


def test_what_cannot_be_done_at_all_is_told(opened):
    opened.select("a.pdf")
    opened.commands.copy_to.trigger()
    dialog(opened, DestinationDialog).field.setText("s3://other/")
    dialog(opened, DestinationDialog).yes.click()
    error = AppError("No such bucket", "other is not there.", "Check its name.")
    opened.runner.handle_of(CopyObjects).fail(error)
    assert words(opened) == (
        "“a.pdf” was not copied: No such bucket. other is not there. Check its name."
    )


def deleting(opened, *names, count):
    opened.select(*names)
    opened.commands.delete.trigger()
    asked = dialog(opened, DeleteDialog)
    assert not asked.yes.isEnabled()
    opened.runner.handle_of(CountObjects).succeed(count)
    return asked


def test_deleting_counts_asks_and_tells(opened):
    asked = deleting(opened, "x/", "a.pdf", count=DeletionCount(12, 3_400, 0, Versioning.OFF))
    job = last(opened, CountObjects)
    assert (job.objects, job.prefixes, job.versions) == ((A,), ("in/x/",), False)
    assert asked._heading.text() == "Delete 12 objects, 3.4 KB?"
    assert "for good" in asked._meaning.text()
    assert asked.all_versions.isHidden()
    asked.yes.click()
    assert last(opened, DeleteObjects) == DeleteObjects(
        CONNECTION, "my-bucket", (A,), ("in/x/",), all_versions=False
    )
    handle = opened.runner.handle_of(DeleteObjects)
    handle.progressed.emit((Progress(3),))
    assert bar(opened)._progress.value() == 250
    handle.succeed(DeletionResult(12))
    assert words(opened) == "Deleted: 12 objects."


def test_in_a_bucket_with_versions_all_of_them_can_go(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.ENABLED))
    assert asked._heading.text() == "Delete “a.pdf”, 5 bytes?"
    assert "brought back" in asked._meaning.text()
    asked.all_versions.click()
    assert not asked.yes.isEnabled()
    assert last(opened, CountObjects).versions
    opened.runner.handle_of(CountObjects).succeed(DeletionCount(4, 20, 1, Versioning.ENABLED))
    asked.yes.click()
    assert last(opened, DeleteObjects).all_versions


def test_deleting_a_delete_marker_says_that_the_object_is_back(browser):
    browser.open()
    browser.commands.versions.trigger()
    marker = listed("in/a.pdf", 0, version_id="2", is_delete_marker=True)
    old = listed("in/a.pdf", 5, version_id="1", is_latest=False)
    handle = browser.runner.handle_of(ListFolder)
    handle.progressed.emit((PageListed(Page((), (marker, old))),))
    handle.succeed(Listed(2))
    browser.table.point_at(next(row for row in browser.model.rows() if row.is_marker))
    browser.commands.delete.trigger()
    asked = dialog(browser, DeleteDialog)
    browser.runner.handle_of(CountObjects).succeed(DeletionCount(0, 0, 1, Versioning.ENABLED))
    assert asked._heading.text() == "Delete the delete marker of “a.pdf”?"
    assert "is the object again" in asked._meaning.text()
    assert asked.all_versions.isHidden()
    asked.yes.click()
    (ref,) = last(browser, DeleteObjects).objects
    assert (ref.version_id, ref.is_marker) == ("2", True)
    browser.runner.handle_of(DeleteObjects).succeed(DeletionResult(1))
    assert words(browser).startswith("Deleted: the delete marker of “a.pdf”.")


def test_what_got_a_delete_marker_is_told_how_to_come_back(opened):
    deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.ENABLED)).yes.click()
    opened.runner.handle_of(DeleteObjects).succeed(DeletionResult(1))
    assert words(opened) == (
        "Deleted: “a.pdf”. It has a delete marker now: to bring it back, show all versions and"
        " delete the marker."
    )


def test_versions_that_cannot_be_listed_are_not_deleted_unseen(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.ENABLED))
    asked.all_versions.click()
    opened.runner.handle_of(CountObjects).fail(AppError("You may not list the versions"))
    assert not asked.yes.isEnabled()
    assert asked.all_versions.isVisible()
    asked.all_versions.click()  # then only the latest
    assert not asked._banner.isVisible()
    opened.runner.handle_of(CountObjects).succeed(DeletionCount(1, 5, 0, Versioning.ENABLED))
    asked.yes.click()
    assert not last(opened, DeleteObjects).all_versions


def test_what_cannot_be_counted_is_not_deleted_blindly(opened):
    opened.select("x/")
    opened.commands.delete.trigger()
    asked = dialog(opened, DeleteDialog)
    opened.runner.handle_of(CountObjects).fail(AppError("You may not list this bucket"))
    assert not asked.yes.isEnabled()
    assert asked._banner.accessibleName() == "You may not list this bucket"


def test_closing_the_question_deletes_nothing(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, None))
    asked.reject()
    assert opened.runner.jobs_of(DeleteObjects) == []


def test_what_is_still_there_is_told_for_each(opened):
    deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF)).yes.click()
    locked = NotDeleted("in/a.pdf", None, AppError("The object is locked", "Until 2030."))
    opened.runner.handle_of(DeleteObjects).succeed(DeletionResult(0, 1, (locked,)))
    assert bar(opened).property("banner") == "error"
    assert bar(opened).details.isVisibleTo(opened.window)


def test_what_is_unusual_about_the_listing_is_told_at_the_end(opened):
    deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF)).yes.click()
    handle = opened.runner.handle_of(DeleteObjects)
    handle.progressed.emit((ListingNotice.REPEATED, Progress(1)))
    handle.succeed(DeletionResult(1))
    assert words(opened).endswith(ListingNotice.REPEATED.value)


def test_a_link_is_made_and_its_cautions_told(opened):
    opened.select("a.pdf")
    opened.commands.link.trigger()
    asked = dialog(opened, LinkDialog)
    job = last(opened, CreatePresignedUrl)
    assert (job.location, job.version_id, job.expires) == (
        Location("my-bucket", "in/a.pdf"), None, 3600,
    )  # fmt: skip
    link = PresignedUrl("https://example/signed", BEGIN, ("It needs kms:Decrypt.",))
    opened.runner.handle_of(CreatePresignedUrl).succeed(link)
    assert "It needs kms:Decrypt." in asked._cautions._detail.text()
    asked.copy.click()
    assert QGuiApplication.clipboard().text() == "https://example/signed"
    assert asked.copy.text() == "Copied"
    asked.link._seen.timeout.emit()
    assert asked.copy.text() == "&Copy link"
    asked.times.setCurrentIndex(3)
    asked.times.activated.emit(3)
    assert last(opened, CreatePresignedUrl).expires == 7 * 24 * 3600


def test_a_link_that_cannot_be_made_is_told(opened):
    opened.select("a.pdf")
    opened.commands.link.trigger()
    opened.runner.handle_of(CreatePresignedUrl).fail(AppError("The object is gone"))
    asked = dialog(opened, LinkDialog)
    assert asked._banner.accessibleName() == "The object is gone"
    assert not asked.copy.isEnabled()


def test_addresses_are_copied(opened):
    opened.select("x/", "a.pdf")
    opened.commands.copy_uri.trigger()
    assert QGuiApplication.clipboard().text() == "s3://my-bucket/in/x/\ns3://my-bucket/in/a.pdf"
    opened.commands.copy_arn.trigger()
    assert QGuiApplication.clipboard().text() == (
        "arn:aws:s3:::my-bucket/in/x/\narn:aws:s3:::my-bucket/in/a.pdf"
    )


def test_a_download_asks_for_a_folder(opened, qtbot, tmp_path):
    opened.select("x/", "a.pdf")
    opened.commands.download.trigger()
    asked = dialog(opened, QFileDialog)
    with qtbot.waitSignal(opened.panel.download_wanted) as wanted:
        asked.fileSelected.emit(str(tmp_path))
    asked.reject()
    (request,) = wanted.args
    assert (request.connection, request.bucket, request.folder) == (
        CONNECTION,
        "my-bucket",
        str(tmp_path),
    )
    assert ([one.key for one in request.objects], request.prefixes) == (["in/a.pdf"], ("in/x/",))
    assert request.relative("in/x/deep.txt", "in/x/") == "x/deep.txt"


def test_the_menu_of_rows_and_of_the_folder(opened):
    rows = opened.commands.context_menu(opened.table, opened.model.rows()[:1])
    assert opened.commands.open in rows.actions()
    nothing = opened.commands.context_menu(opened.table, ())
    assert opened.commands.new_folder in nothing.actions()


def test_dialogs_go_when_they_are_closed(opened, qtbot):
    opened.commands.new_folder.trigger()
    dialog(opened, NameDialog).reject()
    qtbot.waitUntil(lambda: not opened.window.findChildren(QDialog))


ELSEWHERE = Location("other", "far/")


@pytest.mark.parametrize("action", ["rename", "copy_to", "move_to", "download", "new_folder"])
def test_a_question_stays_about_where_it_was_asked(opened, qtbot, action):
    opened.select("a.pdf")
    getattr(opened.commands, action).trigger()
    asked = dialog(opened, QDialog)
    requests: list[DownloadRequest] = []
    opened.panel.download_wanted.connect(requests.append)
    opened.panel.start(Connection("somebody else"), ELSEWHERE)
    match asked:
        case NameDialog():
            asked.field.setText("new")
            asked.yes.click()
        case DestinationDialog():
            asked.field.setText("s3://third/")
            asked.yes.click()
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


def test_a_refresh_during_a_question_changes_nothing_of_what_it_is_about(opened):
    asked = deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF))
    opened.panel.show_news()
    opened.list("in/b.txt")
    asked.yes.click()
    assert last(opened, DeleteObjects).objects == (A,)


def test_names_are_shown_as_they_are(browser):
    name = "<b>x.txt"
    browser.open()
    browser.list(f"in/{name}")
    browser.select(name)
    browser.commands.copy_to.trigger()
    asked = dialog(browser, DestinationDialog)
    asked.field.setText("s3://other/")
    asked.yes.click()
    labels = asked.findChildren(QLabel)
    browser.runner.handle_of(CopyObjects).fail(AppError("No", f"“{name}” is not there."))
    labels.append(bar(browser)._words)
    browser.commands.delete.trigger()
    browser.runner.handle_of(CountObjects).succeed(DeletionCount(1, 5, 0, Versioning.OFF))
    labels += dialog(browser, DeleteDialog).findChildren(QLabel)
    with_name = [one for one in labels if name in one.text()]
    assert len(with_name) == 3
    assert {one.textFormat() for one in with_name} == {Qt.TextFormat.PlainText}


def remove(opened, name="a.pdf", *, well=False):
    deleting(opened, name, count=DeletionCount(1, 5, 0, Versioning.OFF)).yes.click()
    locked = NotDeleted(f"in/{name}", None, AppError("The object is locked", "Until 2030."))
    opened.runner.handle_of(DeleteObjects).succeed(
        DeletionResult(1) if well else DeletionResult(0, 1, (locked,))
    )


@pytest.mark.parametrize("well", [True, False])
def test_what_has_ended_and_asks_nothing_gives_way_to_the_next(opened, qtbot, well):
    remove(opened, well=well)
    qtbot.waitUntil(lambda: not opened.window.findChildren(DeleteDialog))
    remove(opened, "b.txt")
    assert len(opened.panel.operations.operations) == 1
    assert "b.txt" in words(opened)


def test_a_question_does_not_give_way(opened, qtbot):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (TAKEN,)))
    remove(opened)
    assert len(opened.panel.operations.operations) == 2
    opened.panel.go(Location("other"))
    assert [one.bar.skip.isHidden() for one in opened.panel.operations.operations] == [False]


def test_what_went_wrong_behind_a_dialog_has_yet_to_be_read(opened, qtbot):
    deleting(opened, "a.pdf", count=DeletionCount(1, 5, 0, Versioning.OFF)).yes.click()
    qtbot.waitUntil(lambda: not opened.window.findChildren(DeleteDialog))
    opened.commands.new_folder.trigger()
    opened.runner.handle_of(DeleteObjects).fail(AppError("No"))
    dialog(opened, NameDialog).reject()
    opened.panel.go(Location("other"))
    assert words(opened) == "“a.pdf” was not deleted: No."


def test_what_was_told_of_a_bucket_goes_with_it(opened):
    remove(opened)
    opened.panel.go(Location("my-bucket", "in/x/"))
    assert len(opened.panel.operations.operations) == 1
    opened.panel.go(Location("other"))
    assert opened.panel.operations.isHidden()


def test_many_bars_leave_two_thirds_to_the_list(opened, qtbot):
    for _ in range(6):
        copy(opened, CopyResult({Result.EXISTS: 1}, 0, (TAKEN,)))
        qtbot.waitUntil(lambda: not opened.window.findChildren(DestinationDialog))
    operations = opened.panel.operations
    assert len(operations.operations) == 6
    qtbot.waitUntil(lambda: 0 < operations.height() <= opened.panel.height() // 3)
    assert operations.verticalScrollBar().maximum() > 0
    assert bar(opened).y() == 0  # the newest is in sight


def test_words_that_are_cut_are_in_the_details(opened, qtbot):
    opened.select("a.pdf")
    opened.commands.copy_to.trigger()
    dialog(opened, DestinationDialog).field.setText("s3://other/")
    dialog(opened, DestinationDialog).yes.click()
    opened.runner.handle_of(CopyObjects).fail(AppError("No", "It was too much. " * 30))
    qtbot.waitUntil(bar(opened).details.isVisible)
    bar(opened).details.click()
    report = dialog(opened, ReportDialog)
    assert report.table.isHidden()
    assert words(opened) in [one.text() for one in report.findChildren(QLabel)]


@pytest.mark.parametrize(("width", "below"), [(900, False), (420, True)])
def test_where_there_is_little_room_the_buttons_are_below_the_words(opened, qtbot, width, below):
    copy(opened, CopyResult({Result.EXISTS: 1}, 0, (TAKEN,)))
    shown = bar(opened)
    opened.panel.resize(width, 500)
    qtbot.waitUntil(lambda: (shown.skip.mapTo(shown, QPoint()).y() > shown._words.y()) is below)
    qtbot.waitUntil(lambda: shown._words.width() > 200)
    assert shown.width() <= opened.panel.width()
    opened.panel.resize(900, 500)
    qtbot.waitUntil(lambda: shown._words.width() > 400)


def test_of_taken_names_that_are_too_many_to_keep_the_rest_is_told(opened):
    copy(opened, CopyResult({Result.EXISTS: 5}, 0, (TAKEN, TAKEN)))
    bar(opened).overwrite.click()
    opened.runner.handle_of(ResolveCopyConflicts).succeed(CopyResult({Result.VERIFIED: 2}, 10, ()))
    assert "3 objects" in words(opened)
    assert bar(opened).property("banner") == "warning"


def nameless(asked):
    return asked._note.text() if asked._note.isVisible() else ""


@pytest.mark.parametrize(("name", "key"), [("/abs", "in//abs"), ("a//b", "in/a//b")])
def test_a_new_folder_without_a_name_is_told_and_made(opened, name, key):
    opened.commands.new_folder.trigger()
    asked = dialog(opened, NameDialog)
    asked.field.setText("abs")
    assert nameless(asked) == ""
    asked.field.setText(name)
    assert "a folder without a name" in nameless(asked)
    asked.yes.click()
    assert last(opened, NewFolder) == NewFolder(CONNECTION, "my-bucket", key)


@pytest.mark.parametrize("move", [True, False])
def test_a_place_in_a_folder_without_a_name_is_told_and_taken(opened, move):
    opened.select("a.pdf")
    (opened.commands.move_to if move else opened.commands.copy_to).trigger()
    asked = dialog(opened, DestinationDialog)
    asked.field.setText("s3://other//abs")
    assert "starts with “/”, which creates a folder without a name" in nameless(asked)
    asked.yes.click()
    assert last(opened, CopyObjects).plan.destination == Destination("other", "/abs/")


def test_a_folder_without_a_name_can_be_opened_renamed_and_left(browser):
    browser.open(Location("my-bucket"))
    browser.list("/", "a/")
    browser.select("/")
    browser.commands.rename.trigger()
    asked = dialog(browser, NameDialog)
    assert (asked.field.text(), asked.yes.isEnabled()) == ("", False)
    asked.field.setText("y")
    asked.yes.click()
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
    browser.commands.copy_uri.trigger()
    assert QGuiApplication.clipboard().text() == f"s3://{point}//f"
    browser.commands.copy_arn.trigger()
    assert QGuiApplication.clipboard().text() == f"{point}/object//f"
