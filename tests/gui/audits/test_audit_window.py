from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, parse_requirement
from s3enc_gui.domain.audits.query import AuditCursor, query_of
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status_filter import StatusFilter
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.audits.audit_window import AuditWindow
from s3enc_gui.jobs.audits import audit
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone, AuditProgress, AuditResumed
from s3enc_gui.jobs.audits.export import AuditFormat, ExportAudit
from s3enc_gui.jobs.audits.past_audits import (
    AuditedPage,
    ListAudits,
    OpenAudit,
    PastAudit,
    ReadAudited,
    RemoveAudit,
)
from s3enc_gui.jobs.audits.requirement import ResolveRequirement
from tests.fakes.audits import ARN, BARE, KEYS, KMS, NOW, S3, audited, report

WORK = Connection("work")
SCOPE = AuditScope("my-bucket", "p/")
MIXED = report((KMS, 8), (S3, 3), (BARE, 1))
DONE = AuditDone(str(AuditBucket(WORK, SCOPE, folder="audits").path), MIXED)
PAGE = AuditedPage((audited("a", BARE), audited("b", S3)), AuditCursor(1, 2), 12)
PAST = PastAudit("past.sqlite", AuditFacts(AuditScope("other", "", versions=True), NOW, NOW))
DENIED = AppError("You may not list this bucket", "", "", "AccessDenied")
PROGRESS = AuditProgress(12, 20, None, 8.0, None, MIXED.summary, KEYS)


@pytest.fixture
def window(qtbot, runner, monkeypatch):
    monkeypatch.setattr(audit, "audits_path", lambda: Path("audits"))
    window = AuditWindow(runner, WORK, "my-bucket", "p/")
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def running(window):
    window.form.audit.click()
    return window


@pytest.fixture
def finished(running, runner):
    runner.handle_of(AuditBucket).succeed(DONE)
    runner.handle_of(ReadAudited).succeed(PAGE)
    return running


def require(window, text):
    field = window.form.require
    field.setEditText(text)
    field.lineEdit().editingFinished.emit()


def said(window):
    return window.outcome.verdict.text()


def keys(window):
    model = window.outcome.objects.model
    return [model.audited(row).listed.key for row in range(model.rowCount())]


# --- auditing ------------------------------------------------------------------------------------


def test_names(window):
    assert window.windowTitle() == window.accessibleName() == "Audit"
    buddies = {
        label.buddy(): label.text().replace("&", "") for label in window.findChildren(QLabel)
    }
    form = window.form
    names = {form.bucket: "Bucket", form.prefix: "Prefix", form.require: "Require"}
    for field, name in names.items():
        assert (buddies[field], field.accessibleName()) == (name, name)
    assert window.outcome.objects.table.accessibleName() == "Objects"
    assert window.outcome.objects.group_counts.accessibleName() == "By encryption"
    assert window.past.table.accessibleName() == "Past audits"


def test_it_audits_what_the_form_says(running, runner):
    assert runner.jobs_of(AuditBucket) == [AuditBucket(WORK, SCOPE)]
    assert (running.outcome.place.text(), said(running)) == ("s3://my-bucket/p/", "Auditing…")
    form = running.form
    assert [one.isEnabled() for one in (form.audit, form.bucket, form.stop)] == [False, False, True]
    assert form.stop.hasFocus()


def test_while_it_runs_what_cannot_be_used_is_greyed_and_in_line(running, runner):
    labels = {one.text().replace("&", ""): one for one in running.findChildren(QLabel)}
    greyed = [name for name in ("Bucket", "Prefix", "Search") if not labels[name].isEnabled()]
    assert (greyed, labels["Require"].isEnabled()) == (["Bucket", "Prefix", "Search"], True)
    pane = running.outcome.objects
    QApplication.processEvents()
    assert pane.search.geometry().right() == pane.empty.parentWidget().geometry().right()
    runner.handle_of(AuditBucket).succeed(DONE)
    assert all(labels[name].isEnabled() for name in greyed)


def test_an_address_is_spread_over_the_fields(window, runner, qtbot):
    window.form.bucket.setText("s3://Other/x")
    window.form.audit.click()
    assert "is not a bucket name" in window.banner.accessibleName()
    window.form.bucket.setText("s3://other/x/y")
    window.form.versions.setChecked(True)
    require(window, "aws:kms=" + ARN)
    qtbot.keyClick(window.form.bucket, Qt.Key.Key_Return)
    wanted = parse_requirement("aws:kms=" + ARN)
    scope = AuditScope("other", "x/y", versions=True)
    assert runner.jobs_of(AuditBucket) == [AuditBucket(WORK, scope, wanted)]
    assert window.isVisible()


def test_what_cannot_be_required_is_said(window, runner):
    require(window, "rot13")
    assert window.banner.accessibleName() == "This cannot be required"
    window.form.audit.click()
    assert runner.jobs_of(AuditBucket) == []


def test_the_progress_is_live(running, runner):
    runner.report(AuditResumed(NOW, 20, 3), PROGRESS)
    assert "Going on with the audit" in running.banner.accessibleName()
    assert running.how_far.told.text() == "12 looked at, 20 objects listed so far · 8/s"
    assert (running.how_far.bar.isVisible(), running.how_far.bar.maximum()) == (True, 0)
    names = [one.accessibleName() for one in running.outcome.bar.legend.buttons]
    assert names[0] == "SSE-KMS test_key, 8 objects, 8 KB"
    assert names[-1] == "Not looked at yet, 8 objects"
    runner.report(replace(PROGRESS, total=20, remaining=2.0))
    assert (running.how_far.bar.maximum(), running.how_far.bar.value()) == (1000, 600)


def test_what_is_unusual_about_the_listing_stays_to_be_read(running, runner):
    runner.report(AuditResumed(NOW, 20, 3), ListingNotice.ANEW, PROGRESS)
    runner.handle_of(AuditBucket).succeed(DONE)
    assert "unusual" in running.banner.accessibleName()


def test_what_came_of_it(finished, runner):
    assert runner.jobs_of(ReadAudited) == [ReadAudited(DONE.path, query_of(MIXED))]
    assert said(finished) == "Not encrypted: 1 of 12 objects"
    assert (keys(finished), finished.outcome.objects._count.text()) == (["a", "b"], "12 objects")
    assert not finished.how_far.bar.isVisible()
    assert finished.form.audit.isEnabled()


def test_the_result_is_headed_by_its_own_place(finished):
    finished.form.bucket.setText("another")
    assert finished.outcome.place.text() == "s3://my-bucket/"


@pytest.mark.parametrize("begin", ["click", "F5"])
def test_no_old_result_stands_below_an_error_about_another_place(finished, runner, begin):
    finished.form.bucket.setText("no such bucket!")
    finished.form.audit.click() if begin == "click" else finished._audit_anew()
    assert "is not a bucket name" in finished.banner.accessibleName()
    assert not finished.outcome.isVisible()
    require(finished, "SSE-KMS, any key")
    assert not finished.outcome.isVisible()  # it is not judged anew, either


def test_the_table_fetches_more(finished, runner):
    model = finished.outcome.objects.model
    model.fetchMore(model.index(-1, -1))
    assert runner.started[-1] == ReadAudited(DONE.path, query_of(MIXED), AuditCursor(1, 2))
    runner.succeed(AuditedPage((audited("c"),), None))
    assert keys(finished) == ["a", "b", "c"]


def test_stopped_it_shows_what_it_saw(running, runner):
    runner.report(PROGRESS)
    running.form.stop.click()
    assert runner.cancelled == [AuditBucket(WORK, SCOPE)]
    running.form.stopped.emit()  # once is enough
    assert runner.cancelled == [AuditBucket(WORK, SCOPE)]
    form = running.form
    assert [one.isEnabled() for one in (form.audit, form.stop)] == [False, False]  # still stopping
    assert running.how_far.told.text().startswith("Stopping… · 12 looked at")
    runner.handle_of(AuditBucket).be_cancelled()
    assert running.banner.accessibleName() == "The audit was stopped"
    assert runner.started[-1] == OpenAudit(DONE.path)
    runner.succeed(AuditDone(DONE.path, report((KMS, 12), ended=False, listed=20)))
    assert running.form.audit.hasFocus()
    assert said(running) == "So far: All objects are encrypted"
    assert running.outcome.bar.legend.buttons[-1].stands_for is None
    running.form.audit.click()
    assert runner.jobs_of(AuditBucket)[-1] == AuditBucket(WORK, SCOPE)


def test_stopped_it_can_be_begun_anew(running, runner):
    assert not running.anew.isVisible()
    runner.report(PROGRESS)
    running.form.stop.click()
    runner.handle_of(AuditBucket).be_cancelled()
    assert "Begin anew" in running.banner._hint.text()
    runner.succeed(AuditDone(DONE.path, report((KMS, 12), ended=False, listed=20)))
    running.form.bucket.setText("another")
    running.anew.click()
    assert runner.jobs_of(AuditBucket)[-1] == AuditBucket(WORK, AuditScope("my-bucket"), anew=True)
    runner.handle_of(AuditBucket).succeed(DONE)
    assert not running.anew.isVisible()  # Audit begins anew by itself


def test_what_may_not_be_listed_is_said(running, runner):
    runner.fail(DENIED)
    assert running.banner.accessibleName() == "You may not list this bucket"
    assert running._views.currentWidget() is running.past
    assert runner.jobs_of(OpenAudit) == []


def test_f5_looks_at_everything_anew(finished, runner):
    finished._audit_anew()
    finished._audit_anew()  # not while one is under way
    assert runner.jobs_of(AuditBucket)[1:] == [AuditBucket(WORK, SCOPE, anew=True)]


def test_closed_it_stops_and_is_there_again(running, runner):
    running.reject()
    assert runner.cancelled == [AuditBucket(WORK, SCOPE)]
    runner.handle_of(AuditBucket).be_cancelled()
    running.show()
    assert running.form.audit.isEnabled()


# --- looking through -----------------------------------------------------------------------------


def test_the_legend_and_the_text_filter(finished, runner, qtbot):
    finished.outcome.bar.legend.buttons[1].click()
    only = StatusFilter(frozenset({S3}))
    assert runner.started[-1] == ReadAudited(DONE.path, query_of(MIXED, only))
    finished.outcome.objects.search.setText("inv")
    with qtbot.waitSignal(finished.outcome.objects._typing.timeout):
        pass
    assert runner.started[-1] == ReadAudited(DONE.path, query_of(MIXED, only, "inv"))
    runner.succeed(AuditedPage((), None, 0))
    assert finished.outcome.objects.empty.title == "No object matches"
    assert finished.outcome.objects.empty.isVisible()


def test_a_filter_chosen_while_it_ran_holds(running, runner):
    runner.report(PROGRESS)
    running.outcome.bar.legend.buttons[1].click()
    runner.handle_of(AuditBucket).succeed(DONE)
    only = StatusFilter(frozenset({S3}))
    assert runner.jobs_of(ReadAudited) == [ReadAudited(DONE.path, query_of(MIXED, only))]


def test_the_counts_in_place_of_the_objects(finished):
    pane = finished.outcome.objects
    pane.as_counts.click()
    assert pane.group_counts.isVisible()
    pane.as_objects.click()
    assert pane.table.isVisible()


def test_ctrl_f_goes_to_the_search(finished):
    finished._go_to_search()
    assert finished.outcome.objects.search.hasFocus()


def test_ctrl_c_copies_the_names(finished, qtbot):
    table = finished.outcome.objects.table
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a\nb"


def test_a_page_that_fails_is_said(finished, runner):
    finished.outcome.objects.search.setText("x")
    finished.outcome.objects._look()
    runner.fail(AppError("The audit's file is damaged", code="AuditDamaged"))
    assert finished.banner.accessibleName() == "The audit's file is damaged"


# --- what is required ----------------------------------------------------------------------------


def test_required_afterwards_the_same_objects_are_judged(finished, runner):
    before = len(runner.jobs_of(AuditBucket))
    require(finished, "SSE-KMS, any key")
    assert said(finished) == "Not encrypted as required (aws:kms): 4 of 12 objects"
    judged = replace(MIXED, requirement=parse_requirement("aws:kms"))
    assert runner.started[-1] == ReadAudited(DONE.path, query_of(judged))
    assert len(runner.jobs_of(AuditBucket)) == before
    require(finished, "Nothing")
    assert said(finished) == "Not encrypted: 1 of 12 objects"


def test_an_alias_is_asked_of_kms(finished, runner):
    require(finished, "aws:kms=alias/test_key")
    wanted = parse_requirement("aws:kms=alias/test_key")
    assert runner.started[-1] == ResolveRequirement(WORK, wanted, "eu-west-1")
    runner.succeed(replace(wanted, arn=ARN))
    assert said(finished).endswith("(aws:kms=alias/test_key): 4 of 12 objects")


def test_the_keys_that_were_met_are_offered(finished):
    field = finished.form.require
    items = [field.itemText(at) for at in range(field.count())]
    assert items[0] == "Nothing"
    assert items[-1] == "SSE-KMS test_key"
    assert field.currentText() == "Nothing"
    field.setEditText(items[-1])
    field.offer_keys({})
    assert (field.currentText(), field.request) == (items[-1], "aws:kms=alias/test_key")


# --- past audits ---------------------------------------------------------------------------------


def test_a_past_audit_is_looked_at_again(window, runner, qtbot):
    assert runner.started == [ListAudits(WORK)]
    assert window.past.empty.title == "No audits yet"
    runner.succeed((PAST,))
    qtbot.keyClick(window.past.table, Qt.Key.Key_Return)
    assert runner.started[-1] == OpenAudit("past.sqlite")
    runner.succeed(AuditDone("past.sqlite", report((KMS, 2), versions=True)))
    assert said(window) == "All objects are encrypted"
    assert (window.form.bucket.text(), window.form.versions.isChecked()) == ("other", True)
    assert window.outcome.place.text().endswith("/, all versions")
    window.back.click()
    assert runner.started[-1] == ListAudits(WORK)
    assert not window.exporter.isVisible()


def test_a_past_audit_is_removed_only_when_asked(window, runner, qtbot):
    runner.succeed((PAST,))
    qtbot.keyClick(window.past.table, Qt.Key.Key_Delete)
    box = window.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "Remove").click()
    assert runner.started[-1] == RemoveAudit("past.sqlite")
    runner.succeed("past.sqlite")
    assert runner.started[-1] == ListAudits(WORK)


# --- exporting -----------------------------------------------------------------------------------


def test_an_export_and_its_report_opened(finished, runner, monkeypatch):
    exporter = finished.exporter
    formats = [action.data() for action in exporter.menu.actions()]
    assert formats == [AuditFormat.HTML, AuditFormat.CSV, AuditFormat.JSON]
    exporter.write("r.html", AuditFormat.HTML)
    assert runner.started[-1] == ExportAudit(DONE.path, "r.html", AuditFormat.HTML)
    runner.report(Progress(50, 100))
    assert exporter.cancel.isVisible()
    runner.succeed("r.html")
    assert finished.banner.accessibleName() == "Exported the audit"
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.path()))
    exporter.open.click()
    assert [Path(one).name for one in opened] == ["r.html"]
    assert finished.banner.accessibleName() == "No application can open this file"


def test_the_export_asks_where_to(finished, runner):
    finished.exporter.menu.actions()[0].trigger()
    chooser = finished.findChild(QFileDialog)
    assert Path(chooser.selectedFiles()[0]).name == "audit-my-bucket.html"
    chooser.fileSelected.emit("x.html")
    chooser.reject()
    assert runner.started[-1] == ExportAudit(DONE.path, "x.html", AuditFormat.HTML)


def test_the_longest_kinds_are_not_cut_where_there_is_room(finished):
    table = finished.outcome.objects.table
    words = "Client-side, below it SSE-KMS invoices"
    finished.resize(1240, 700)
    QApplication.processEvents()
    assert table.columnWidth(4) > table.fontMetrics().horizontalAdvance(words) + 40
    finished.resize(900, 700)
    QApplication.processEvents()
    assert table.columnWidth(0) > 200
