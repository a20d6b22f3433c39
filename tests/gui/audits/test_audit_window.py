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
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.audits.audit_window import AuditWindow
from s3enc_gui.jobs.audits import audit
from s3enc_gui.jobs.audits.audit import (
    AuditBucket,
    AuditDone,
    AuditNotSaved,
    AuditProgress,
    AuditResumed,
)
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
from s3enc_gui.jobs.events import OutageChanged
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


def verdict(window):
    return window.result_view.verdict.text()


def keys(window):
    model = window.result_view.objects.model
    return [model.audited(row).listed.key for row in range(model.rowCount())]


# --- auditing ------------------------------------------------------------------------------------


def test_titles_and_accessible_names(window):
    assert window.windowTitle() == window.accessibleName() == "Audit"
    buddies = {
        label.buddy(): label.text().replace("&", "") for label in window.findChildren(QLabel)
    }
    form = window.form
    names = {form.bucket: "Bucket", form.prefix: "Prefix", form.require: "Require"}
    for field, name in names.items():
        assert (buddies[field], field.accessibleName()) == (name, name)
    assert window.result_view.objects.table.accessibleName() == "Objects"
    assert window.result_view.objects.counts.accessibleName() == "By encryption"
    assert window.past_view.table.accessibleName() == "Past audits"


def test_audits_the_scope_of_the_form(running, runner):
    assert runner.jobs_of(AuditBucket) == [AuditBucket(WORK, SCOPE)]
    assert running.result_view.scope.text() == "s3://my-bucket/p/"
    assert verdict(running) == "Auditing…"
    form = running.form
    assert [one.isEnabled() for one in (form.audit, form.bucket, form.stop)] == [False, False, True]
    assert form.stop.hasFocus()


def test_unusable_fields_are_disabled_while_running(running, runner):
    labels = {one.text().replace("&", ""): one for one in running.findChildren(QLabel)}
    disabled = [name for name in ("Bucket", "Prefix", "Search") if not labels[name].isEnabled()]
    assert (disabled, labels["Require"].isEnabled()) == (["Bucket", "Prefix", "Search"], True)
    pane = running.result_view.objects
    QApplication.processEvents()
    assert pane.search.geometry().right() == pane.empty.parentWidget().geometry().right()
    runner.handle_of(AuditBucket).succeed(DONE)
    assert all(labels[name].isEnabled() for name in disabled)


def test_uri_is_split_into_the_fields(window, runner, qtbot):
    window.form.bucket.setText("s3://Other/x")
    window.form.audit.click()
    assert "isn't a bucket name" in window.banner.accessibleName()
    window.form.bucket.setText("s3://other/x/y")
    window.form.versions.setChecked(True)
    require(window, "aws:kms=" + ARN)
    qtbot.keyClick(window.form.bucket, Qt.Key.Key_Return)
    wanted = parse_requirement("aws:kms=" + ARN)
    scope = AuditScope("other", "x/y", versions=True)
    assert runner.jobs_of(AuditBucket) == [AuditBucket(WORK, scope, wanted)]
    assert window.isVisible()


def test_invalid_requirement_is_reported(window, runner):
    require(window, "rot13")
    assert window.banner.accessibleName() == "The requirement isn't valid"
    window.form.audit.click()
    assert runner.jobs_of(AuditBucket) == []


def test_the_bar_of_shares_appears_with_the_first_counts(running, runner):
    assert not running.result_view.bar.isVisible()
    runner.report(PROGRESS)
    assert running.result_view.bar.isVisible()


def test_progress_is_shown(running, runner):
    runner.report(AuditResumed(NOW, 20, 3), PROGRESS)
    assert "Resuming the audit" in running.banner.accessibleName()
    assert running.progress.label.text() == "12 checked, 20 objects listed so far · 8/s"
    assert (running.progress.bar.isVisible(), running.progress.bar.maximum()) == (True, 0)
    names = [one.accessibleName() for one in running.result_view.bar.legend.buttons]
    assert names[0] == "SSE-KMS test_key, 8 objects, 8 KB"
    assert names[-1] == "Not checked yet, 8 objects"
    runner.report(replace(PROGRESS, total=20, remaining=2.0))
    assert (running.progress.bar.maximum(), running.progress.bar.value()) == (1000, 600)


def test_listing_notice_stays_visible(running, runner):
    runner.report(AuditResumed(NOW, 20, 3), ListingNotice.RESTARTED, PROGRESS)
    runner.handle_of(AuditBucket).succeed(DONE)
    assert "unusual" in running.banner.accessibleName()


NOT_SAVED = AuditNotSaved(
    AppError("Can't write the audit file", "Why", "What now"), "beside.sqlite"
)


def test_an_audit_that_cannot_be_saved_says_so_to_the_end(running, runner):
    runner.report(NOT_SAVED, PROGRESS)
    assert running.banner.accessibleName() == "Can't write the audit file"
    runner.handle_of(AuditBucket).succeed(replace(DONE, path=NOT_SAVED.path))
    assert running.banner.accessibleName() == "Can't write the audit file"
    assert running.banner.property("banner") == "warning"


def test_a_stopped_audit_that_cannot_be_saved_is_read_from_its_temporary_file(running, runner):
    runner.report(NOT_SAVED, PROGRESS)
    runner.handle_of(AuditBucket).fail(AppError("Interrupted"))
    assert runner.jobs_of(OpenAudit) == [OpenAudit(NOT_SAVED.path)]


def test_result_is_shown(finished, runner):
    assert runner.jobs_of(ReadAudited) == [ReadAudited(DONE.path, query_of(MIXED))]
    assert verdict(finished) == "Not encrypted: 1 of 12 objects"
    assert keys(finished) == ["a", "b"]
    assert finished.result_view.objects._count.text() == "12 objects"
    assert not finished.progress.bar.isVisible()
    assert finished.form.audit.isEnabled()


def test_result_shows_its_own_scope(finished):
    finished.form.bucket.setText("another")
    assert finished.result_view.scope.text() == "s3://my-bucket/"


@pytest.mark.parametrize("begin", ["click", "F5"])
def test_error_about_another_scope_hides_the_result(finished, runner, begin):
    finished.form.bucket.setText("no such bucket!")
    finished.form.audit.click() if begin == "click" else finished._start_over()
    assert "isn't a bucket name" in finished.banner.accessibleName()
    assert not finished.result_view.isVisible()
    require(finished, "SSE-KMS, any key")
    assert not finished.result_view.isVisible()  # a new requirement does not show it again


def test_table_loads_more_pages(finished, runner):
    model = finished.result_view.objects.model
    model.fetchMore(model.index(-1, -1))
    assert runner.started[-1] == ReadAudited(DONE.path, query_of(MIXED), AuditCursor(1, 2))
    runner.succeed(AuditedPage((audited("c"),), None))
    assert keys(finished) == ["a", "b", "c"]


def test_stopped_audit_shows_its_partial_result(running, runner):
    runner.report(PROGRESS)
    running.form.stop.click()
    assert runner.cancelled == [AuditBucket(WORK, SCOPE)]
    running.form.stop_requested.emit()  # a second time has no effect
    assert runner.cancelled == [AuditBucket(WORK, SCOPE)]
    form = running.form
    assert [one.isEnabled() for one in (form.audit, form.stop)] == [False, False]  # still stopping
    assert running.progress.label.text().startswith("Stopping… · 12 checked")
    runner.handle_of(AuditBucket).confirm_cancelled()
    assert running.banner.accessibleName() == "The audit was stopped"
    assert runner.started[-1] == OpenAudit(DONE.path)
    runner.succeed(AuditDone(DONE.path, report((KMS, 12), ended=False, listed=20)))
    assert running.form.audit.hasFocus()
    assert verdict(running) == "So far: All objects are encrypted"
    assert running.result_view.bar.legend.buttons[-1].encryption_group is None
    running.form.audit.click()
    assert runner.jobs_of(AuditBucket)[-1] == AuditBucket(WORK, SCOPE)


def test_stopped_audit_can_be_started_over(running, runner):
    assert not running.restart.isVisible()
    runner.report(PROGRESS)
    running.form.stop.click()
    runner.handle_of(AuditBucket).confirm_cancelled()
    assert "Start over" in running.banner._hint.text()
    runner.succeed(AuditDone(DONE.path, report((KMS, 12), ended=False, listed=20)))
    running.form.bucket.setText("another")
    running.restart.click()
    restarted = AuditBucket(WORK, AuditScope("my-bucket"), restart=True)
    assert runner.jobs_of(AuditBucket)[-1] == restarted
    runner.handle_of(AuditBucket).succeed(DONE)
    assert not running.restart.isVisible()  # a finished audit always starts over


def test_denied_listing_is_reported(running, runner):
    runner.fail(DENIED)
    assert running.banner.accessibleName() == "You may not list this bucket"
    assert running._views.currentWidget() is running.past_view
    assert runner.jobs_of(OpenAudit) == []


def test_f5_starts_over(finished, runner):
    finished._start_over()
    finished._start_over()  # ignored while one is running
    assert runner.jobs_of(AuditBucket)[1:] == [AuditBucket(WORK, SCOPE, restart=True)]


def test_closing_stops_the_audit(running, runner):
    running.reject()
    assert runner.cancelled == [AuditBucket(WORK, SCOPE)]
    runner.handle_of(AuditBucket).confirm_cancelled()
    running.show()
    assert running.form.audit.isEnabled()


# --- filters -------------------------------------------------------------------------------------


def test_legend_and_text_filter(finished, runner, qtbot):
    finished.result_view.bar.legend.buttons[1].click()
    only = StatusFilter(frozenset({S3}))
    assert runner.started[-1] == ReadAudited(DONE.path, query_of(MIXED, only))
    finished.result_view.objects.search.setText("inv")
    with qtbot.waitSignal(finished.result_view.objects._typing.timeout):
        pass
    assert runner.started[-1] == ReadAudited(DONE.path, query_of(MIXED, only, "inv"))
    runner.succeed(AuditedPage((), None, 0))
    assert finished.result_view.objects.empty.title == "No matching objects"
    assert finished.result_view.objects.empty.isVisible()


def test_filter_chosen_while_running_is_kept(running, runner):
    runner.report(PROGRESS)
    running.result_view.bar.legend.buttons[1].click()
    runner.handle_of(AuditBucket).succeed(DONE)
    only = StatusFilter(frozenset({S3}))
    assert runner.jobs_of(ReadAudited) == [ReadAudited(DONE.path, query_of(MIXED, only))]


def test_counts_instead_of_objects(finished):
    pane = finished.result_view.objects
    pane.as_counts.click()
    assert pane.counts.isVisible()
    pane.as_objects.click()
    assert pane.table.isVisible()


def test_ctrl_f_focuses_the_search(finished):
    finished._go_to_search()
    assert finished.result_view.objects.search.hasFocus()


def test_ctrl_c_copies_the_keys(finished, qtbot):
    table = finished.result_view.objects.table
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a\nb"


def test_failed_page_is_reported(finished, runner):
    finished.result_view.objects.search.setText("x")
    finished.result_view.objects._search()
    runner.fail(AppError("The audit's file is damaged", code="AuditDamaged"))
    assert finished.banner.accessibleName() == "The audit's file is damaged"


# --- requirement ---------------------------------------------------------------------------------


def test_requirement_can_be_set_after_the_audit(finished, runner):
    before = len(runner.jobs_of(AuditBucket))
    require(finished, "SSE-KMS, any key")
    assert verdict(finished) == "Not encrypted as required (aws:kms): 4 of 12 objects"
    judged = replace(MIXED, requirement=parse_requirement("aws:kms"))
    assert runner.started[-1] == ReadAudited(DONE.path, query_of(judged))
    assert len(runner.jobs_of(AuditBucket)) == before
    require(finished, "Nothing")
    assert verdict(finished) == "Not encrypted: 1 of 12 objects"


def test_alias_is_resolved_by_kms(finished, runner):
    require(finished, "aws:kms=alias/test_key")
    wanted = parse_requirement("aws:kms=alias/test_key")
    assert runner.started[-1] == ResolveRequirement(WORK, wanted, "eu-west-1")
    runner.succeed(replace(wanted, arn=ARN))
    assert verdict(finished).endswith("(aws:kms=alias/test_key): 4 of 12 objects")


def test_keys_found_are_offered(finished):
    field = finished.form.require
    items = [field.itemText(at) for at in range(field.count())]
    assert items[0] == "Nothing"
    assert items[-1] == "SSE-KMS test_key"
    assert field.currentText() == "Nothing"
    field.setEditText(items[-1])
    field.offer_keys({})
    assert (field.currentText(), field.request) == (items[-1], "aws:kms=alias/test_key")


# --- past audits ---------------------------------------------------------------------------------


def test_past_audit_is_opened(window, runner, qtbot):
    assert runner.started == [ListAudits(WORK)]
    assert window.past_view.empty.title == "No audits yet"
    runner.succeed((PAST,))
    qtbot.keyClick(window.past_view.table, Qt.Key.Key_Return)
    assert runner.started[-1] == OpenAudit("past.sqlite")
    runner.succeed(AuditDone("past.sqlite", report((KMS, 2), versions=True)))
    assert verdict(window) == "All objects are encrypted"
    assert (window.form.bucket.text(), window.form.versions.isChecked()) == ("other", True)
    assert window.result_view.scope.text().endswith("/, all versions")
    window.back.click()
    assert runner.started[-1] == ListAudits(WORK)
    assert not window.exporter.isVisible()


def test_past_audit_is_removed_after_confirmation(window, runner, qtbot):
    runner.succeed((PAST,))
    qtbot.keyClick(window.past_view.table, Qt.Key.Key_Delete)
    box = window.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "Remove").click()
    assert runner.started[-1] == RemoveAudit("past.sqlite")
    runner.succeed("past.sqlite")
    assert runner.started[-1] == ListAudits(WORK)


# --- exporting -----------------------------------------------------------------------------------


def test_export_and_open_the_report(finished, runner, monkeypatch):
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


def test_export_asks_for_a_file(finished, runner):
    finished.exporter.menu.actions()[0].trigger()
    chooser = finished.findChild(QFileDialog)
    assert Path(chooser.selectedFiles()[0]).name == "audit-my-bucket.html"
    chooser.fileSelected.emit("x.html")
    chooser.reject()
    assert runner.started[-1] == ExportAudit(DONE.path, "x.html", AuditFormat.HTML)


def test_longest_encryption_is_not_elided_in_a_wide_window(finished):
    table = finished.result_view.objects.table
    longest = "Client-side encryption, then SSE-KMS (invoices)"
    finished.resize(1240, 700)
    QApplication.processEvents()
    assert table.columnWidth(4) > table.fontMetrics().horizontalAdvance(longest) + 40
    finished.resize(900, 700)
    QApplication.processEvents()
    assert table.columnWidth(0) > 200


def test_an_audit_that_waits_for_a_sign_in_offers_it(running, runner):
    outages: list[object] = []
    wanted: list[object] = []
    running.runner.outages_changed.connect(outages.append)
    running.runner.sign_in_requested.connect(wanted.append)
    error = AppError("The session has expired", code="ExpiredToken")
    outage = Outage(OutageKind.SIGNED_OUT, error, NOW, connection=WORK)
    handle = runner.handle_of(AuditBucket)
    handle.progressed.emit((OutageChanged(outage),))
    assert outages == [(outage,)]
    assert running.progress.sign_in.isVisible()
    assert "Waiting for sign-in" in running.progress.label.text()
    running.progress.sign_in.click()
    assert wanted == [WORK]
    handle.progressed.emit((OutageChanged(None),))
    assert outages[-1] == ()
    assert not running.progress.sign_in.isVisible()
    handle.progressed.emit((OutageChanged(outage),))
    running.close()
    assert outages[-1] == ()
