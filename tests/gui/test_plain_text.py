"""Names from outside (keys, files, buckets, aliases, errors) are never shown as markup by Qt.

Every window, dialog and panel is opened with a name that is valid HTML. In each label and tool tip
that contains it, Qt must show it unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope
from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.connections.connection_check import (
    CheckAnswer,
    CheckedRight,
    ConnectionCheck,
)
from s3enc_gui.domain.connections.saved_connection import (
    CompanySource,
    SavedConnection,
    SavedConnections,
)
from s3enc_gui.domain.connections.sign_in import Account, DeviceCode, MfaDevice, SsoSession
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.deletion import DeletionCount, DeletionResult, NotDeleted, Versioning
from s3enc_gui.domain.downloads.download import (
    DownloadRequest,
    DownloadSummary,
    FileOutcome,
    FileResult,
    InterruptedDownload,
)
from s3enc_gui.domain.encryption.groups import Group, NamedKey
from s3enc_gui.domain.encryption.object_details import KeyFacts
from s3enc_gui.domain.encryption.selection_summary import summary_of
from s3enc_gui.domain.encryption.status import BucketEncryption, EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.keys.kms_key import KeyAlias
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.uploads.found import FoundFile
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch, InterruptedBatch, TransferState
from s3enc_gui.gui.audits.audit_window import AuditWindow
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.browser_panel import BrowserPanel
from s3enc_gui.gui.browser.buckets.buckets_pane import BucketsPane
from s3enc_gui.gui.connections.account_picker import AccountPicker
from s3enc_gui.gui.connections.check_dialog import CheckDialog
from s3enc_gui.gui.connections.connection_bar import ConnectionBar
from s3enc_gui.gui.connections.connection_dialog import ConnectionDialog
from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.gui.connections.signing_in.mfa_dialog import MfaDialog
from s3enc_gui.gui.connections.signing_in.sign_in_dialog import SignInDialog
from s3enc_gui.gui.connections.ways import Way
from s3enc_gui.gui.connections.welcome_page import WelcomePage
from s3enc_gui.gui.downloads.actions import DownloadCommand
from s3enc_gui.gui.downloads.panel import DownloadsPanel
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.history.history_window import HistoryWindow
from s3enc_gui.gui.incomplete_uploads.uploads_dialog import IncompleteUploadsDialog
from s3enc_gui.gui.inspect.inspect_bar import InspectBar
from s3enc_gui.gui.transfers.panel import TransfersPanel
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.audits import audit
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone
from s3enc_gui.jobs.audits.past_audits import AuditedPage, ListAudits, PastAudit, ReadAudited
from s3enc_gui.jobs.connections.list_connections import Identify, ListConnections
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.deletion.delete_objects import CountObjects, DeleteObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.downloads.events import FilesEnded
from s3enc_gui.jobs.downloads.interrupted import CheckDownloads
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.history.receipts import FindReceipts, FoundReceipts
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.listing.browse import (
    KeysResolved,
    Listed,
    ListFolder,
    PageListed,
    ReadStatuses,
    ResolvedKey,
    StatusesRead,
)
from s3enc_gui.jobs.listing.buckets import BucketFacts, ListBuckets, ReadBucket
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    InterruptedFound,
    QueueRow,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths
from s3enc_gui.jobs.uploads.transfer_commands import WatchTransfers
from s3enc_gui.jobs.uploads.upload import UploadFiles
from tests.fakes.audits import audited, report
from tests.fakes.folders import page
from tests.fakes.samples import DETAILS, KMS_STATUS, outcome

TOKEN = "x7q"  # in all texts with the name
NAME = f"<b>{TOKEN}<br>&lt;"
KEY = f"{NAME}/{NAME}.txt"
CONNECTION = Connection("work", "eu-central-1")
ERROR = AppError(f"{NAME} title", f"{NAME} detail.", f"{NAME} hint.", NAME)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WHERE = Location(NAME, KEY)
ITEM = UploadItem(f"/home/{NAME}/{NAME}.txt", KEY, 10)
BAD = replace(outcome(Result.FAILED), item=ITEM, error=ERROR)


# --- the check -----------------------------------------------------------------------------------


def shown(text: str, form: Qt.TextFormat) -> str:
    """Return a text as Qt shows it."""
    is_rich = form is Qt.TextFormat.RichText
    if not is_rich and form is Qt.TextFormat.AutoText:
        is_rich = QtGui.Qt.mightBeRichText(text)
    if not is_rich:
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def texts_of(top: QWidget) -> Iterator[tuple[str, str, Qt.TextFormat]]:
    """Yield (where, text, format) of all labels and tool tips of a widget and its children."""
    auto = Qt.TextFormat.AutoText
    for widget in (top, *top.findChildren(QWidget)):
        kind = type(widget).__name__
        yield f"{kind}.toolTip", widget.toolTip(), auto
        if isinstance(widget, QLabel):
            yield f"{kind}.text", widget.text(), widget.textFormat()
        model = widget.model() if isinstance(widget, QAbstractItemView | QComboBox) else None
        for tip in tips_of(model):
            yield f"{kind} item toolTip", tip, auto
    for action in top.findChildren(QAction):
        if not all(isinstance(owner, QMenu) for owner in action.associatedObjects()):
            yield "QAction.toolTip", action.toolTip(), auto  # menus show none


def tips_of(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    root = QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)
    for row in range(min(20, model.rowCount(root))):
        for column in range(columns):
            yield str(model.data(model.index(row, column, root), Qt.ItemDataRole.ToolTipRole) or "")


def check(*tops: QWidget, least: int = 1) -> None:
    """Fail if a text with the name is interpreted; `least` texts must contain it."""
    QApplication.processEvents()
    texts = [one for top in tops for one in texts_of(top) if TOKEN in one[1]]
    plain = [(where, text, shown(text, form).replace("\u200b", "")) for where, text, form in texts]
    wrong = [f"{where}: {text!r}" for where, text, seen in plain if NAME not in seen]
    assert not wrong, "\n".join(wrong)
    assert len(texts) >= least


@pytest.mark.parametrize("form", [Qt.TextFormat.AutoText, Qt.TextFormat.RichText])
@pytest.mark.parametrize("text", [NAME, "&lt;x7q", "<i>x7q</i>"])
def test_the_check_detects_markup(qtbot, form, text):
    label = QLabel(text)
    label.setTextFormat(form)
    qtbot.addWidget(label)
    with pytest.raises(AssertionError):
        check(label)


def test_the_check_detects_markup_in_tool_tips(qtbot):
    label = QLabel()
    label.setToolTip(NAME)
    qtbot.addWidget(label)
    with pytest.raises(AssertionError):
        check(label)


# --- browser -------------------------------------------------------------------------------------


@pytest.fixture
def shown_widget(qtbot):
    """`shown_widget(widget)` shows a widget and returns it."""

    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


class Browser(QWidget):
    """A window with a browser panel."""

    def __init__(self, runner):
        super().__init__()
        self.resize(900, 500)
        self.browser_actions = BrowserActions(self)
        self.panel = BrowserPanel(runner, self.browser_actions, self)
        self.panel.resize(900, 500)


@pytest.fixture
def browser(shown_widget, runner):
    """The browser in a folder with a folder and an object, which is selected."""
    window = shown_widget(Browser(runner))
    window.panel.start(CONNECTION, Location(NAME, f"{NAME}/"))
    handle = runner.handle_of(ListFolder)
    handle.progressed.emit((PageListed(page(f"{NAME}/{NAME}/", KEY)),))
    handle.succeed(Listed(2))
    window.panel.folder.table.selectRow(1)
    return window


def test_browser(browser, runner, qtbot):
    qtbot.waitUntil(lambda: bool(runner.jobs_of(ReadStatuses)))
    status = EncryptionStatus("aws:kms", NAME)
    (listed,) = runner.jobs_of(ReadStatuses)[-1].objects
    read = StatusesRead(((listed, ObjectStatus(StatusKind.SSE_KMS, status, NOW)),))
    keys = KeysResolved({NAME: ResolvedKey((f"alias/{NAME}",), False)})
    runner.handle_of(ReadStatuses).progressed.emit((read, keys))
    qtbot.wait(200)  # until the summary is updated
    browser.panel.folder.banner.show_error(ERROR)
    check(browser, least=10)


@pytest.mark.parametrize("name", ["rename", "copy_to", "move_to", "link", "new_folder"])
def test_dialogs_of_the_browser(browser, name):
    getattr(browser.browser_actions, name).trigger()
    (dialog,) = browser.findChildren(QDialog)
    if hasattr(dialog, "field"):
        dialog.field.setText(f"s3://{NAME}//{NAME}")
    check(dialog, least=int(name != "rename"))  # there is no label with a valid name


def test_failed_link(browser, runner):
    browser.browser_actions.link.trigger()
    runner.fail(ERROR)
    check(*browser.findChildren(QDialog), least=4)


def test_deletion(browser, runner, qtbot):
    browser.browser_actions.delete.trigger()
    (dialog,) = browser.findChildren(QDialog)
    runner.handle_of(CountObjects).succeed(DeletionCount(1, 5, 0, Versioning.OFF))
    check(dialog)
    dialog.accept_button.click()
    failed = DeletionResult(0, 1, (NotDeleted(KEY, None, ERROR),))
    runner.handle_of(DeleteObjects).succeed(failed)
    qtbot.waitUntil(lambda: not browser.findChildren(QDialog))
    bar = browser.panel.operations.operations[-1].bar
    check(bar)
    bar.details.click()
    check(*browser.findChildren(QDialog), least=3)


@pytest.mark.parametrize("result", [Result.FAILED, Result.EXISTS, Result.VERIFIED])
def test_copies(browser, runner, result):
    browser.browser_actions.copy_to.trigger()
    (dialog,) = browser.findChildren(QDialog)
    dialog.field.setText("s3://other/out/")
    dialog.accept_button.click()
    one = CopyOutcome(WHERE, WHERE, result, 5, error=None if result is Result.VERIFIED else ERROR)
    runner.handle_of(CopyObjects).succeed(CopyResult({result: 1}, 5, (one,)))
    check(browser.panel.operations.operations[-1].bar)


def test_buckets(shown_widget, runner):
    pane = shown_widget(BucketsPane(runner))
    pane.start(CONNECTION)
    runner.succeed((NAME,))
    check(pane)
    pane.refresh()
    runner.fail(ERROR)
    check(pane, least=3)


# --- encryption and keys -------------------------------------------------------------------------

FULL = replace(
    DETAILS,
    location=WHERE,
    key_arn=NAME,
    key_aliases=(f"alias/{NAME}",),
    key=KeyFacts("PendingDeletion", description=NAME, deletion_date=NOW),
    metadata={NAME: NAME},
    tags={NAME: NAME},
    content_type=NAME,
)


@pytest.mark.parametrize("result", Result)
def test_details_of_an_upload(shown_widget, result):
    pane = shown_widget(EncryptionDetails())
    error = None if outcome(result).error is None else ERROR
    details = FULL if outcome(result).details else None
    pane.show_outcome(replace(outcome(result), item=ITEM, error=error, details=details))
    check(pane)


def test_details(shown_widget):
    pane = shown_widget(EncryptionDetails())
    pane.show_object(FULL)
    check(pane, least=2)
    pane.show_pending(WHERE, 1, NOW, NAME, None)
    check(pane)
    pane.show_failure(WHERE, ERROR)
    check(pane, least=4)
    pane.show_nothing(f"“{NAME}” is a folder.")
    check(pane)


def test_details_of_several_objects(shown_widget):
    pane = shown_widget(EncryptionDetails())
    status = ObjectStatus(StatusKind.SSE_KMS, replace(KMS_STATUS, key=NAME), NOW)
    listed = ListedObject(KEY, 1, NOW, "e", storage_class=NAME)
    keys = {NAME: NamedKey(NAME, NAME, (f"alias/{NAME}",), False)}
    pane.show_several(summary_of([(listed, status)], keys))
    check(pane, least=0)  # the names are in plain text fields


# --- upload wizard -------------------------------------------------------------------------------


@pytest.fixture
def wizard(shown_widget, runner):
    """`wizard(default)` opens the wizard with a bucket that has this default encryption."""

    def open_wizard(default):
        paths = [f"/home/{NAME}"]
        opened = UploadWizard(runner, CONNECTION, "my-bucket", f"{NAME}/", paths)
        shown_widget(opened)
        files = (FoundFile(f"/home/{NAME}/{NAME}", f"{NAME}.txt", 10),)
        runner.handle_of(ScanPaths).succeed(Scanned(files, (ERROR,)))
        facts = BucketFacts("my-bucket", "eu-central-1", default, None)
        runner.handle_of(ReadBucket).succeed(facts)
        return opened

    return open_wizard


def test_pages_of_the_wizard(wizard, runner):
    opened = wizard(BucketEncryption("aws:kms", NAME, bucket_key=True))
    runner.handle_of(Identify).succeed(Identity(NAME, "123456789012", "eu-central-1"))
    runner.handle_of(ListKeys).succeed((KeyAlias(f"alias/{NAME}", NAME),))
    check(opened, least=2)
    for go in (opened.show_permissions, opened.go_next, opened.go_next):
        go()
        check(opened, least=2)


@pytest.mark.parametrize("result", [Result.FAILED, Result.EXISTS, Result.DIFFERENT])
def test_results_of_the_wizard(wizard, runner, result):
    opened = wizard(BucketEncryption("AES256"))
    opened.upload()
    item = runner.jobs_of(UploadFiles)[-1].plan.items[0]
    error = ERROR if result is Result.FAILED else None
    ended = replace(outcome(result), item=item, error=error)
    runner.handle_of(UploadFiles).succeed((ended,))
    check(opened, least=2)


# --- panels and windows --------------------------------------------------------------------------


def queued(number):
    return QueueRow(number, NAME, ITEM, TransferState.WAITING)


def test_transfers(shown_widget, runner):
    panel, window = TransfersPanel(runner), QWidget()
    column = QVBoxLayout(window)
    for widget in (*panel.bars, panel):
        column.addWidget(widget)
    shown_widget(window)
    panel.start()
    batch = Batch(1, CONNECTION, NAME, UploadOptions(), created=NOW)
    runner.handle_of(WatchTransfers).progressed.emit(
        (
            Added((queued(1), queued(2))),
            TransferEnded(1, BAD),
            OutageChanged(Outage(OutageKind.OFFLINE, ERROR, NOW, NOW)),
            InterruptedFound((InterruptedBatch(batch, 2, 20),)),
        )
    )
    panel.table.selectAll()
    check(window, least=2)
    window.close()


@pytest.mark.parametrize("ended", [FileOutcome.FAILED, FileOutcome.EXISTS])
def test_downloads(shown_widget, runner, ended):
    panel = shown_widget(DownloadsPanel(runner))
    request = DownloadRequest(CONNECTION, NAME, f"/to/{NAME}", prefixes=(f"{NAME}/",))
    panel.start(request)
    result = FileResult(KEY, None, 10, f"/to/{NAME}/{NAME}", ended, error=ERROR)
    handle = runner.handle_of(DownloadObjects)
    handle.progressed.emit((FilesEnded((result,)),))
    handle.succeed(DownloadSummary((result,)))
    panel.table.selectRow(0)
    check(panel, least=2)


def test_interrupted_downloads_and_the_question(shown_widget, runner):
    panel = shown_widget(DownloadsPanel(runner))
    panel.check()
    request = DownloadRequest(CONNECTION, NAME, f"/to/{NAME}", prefixes=(f"{NAME}/",))
    kept = InterruptedDownload(request, NOW, 1, 2, 10, 20)
    runner.handle_of(CheckDownloads).succeed((kept,))
    panel.table.selectRow(0)
    panel.row_actions.by_command[DownloadCommand.DISCARD].trigger()
    check(panel, least=2)
    (box,) = panel.window().findChildren(QMessageBox)
    check(box)
    box.reject()


def test_history(shown_widget, runner):
    window = shown_widget(HistoryWindow(runner))
    receipts = tuple(
        Receipt.of(replace(outcome(one), item=ITEM), NAME, ended=NOW, who=NAME)
        for one in (Result.VERIFIED, Result.DIFFERENT, Result.CANNOT_TELL)
    )
    runner.handle_of(FindReceipts).succeed(FoundReceipts(receipts, 0, 3))
    window.table.selectRow(1)
    check(window, least=3)
    window.refresh()
    runner.handle_of(FindReceipts).fail(ERROR)
    check(window, least=4)


def test_audits(shown_widget, runner, monkeypatch):
    monkeypatch.setattr(audit, "audits_path", lambda: Path("audits"))
    window = shown_widget(AuditWindow(runner, CONNECTION, "my-bucket", f"{NAME}/"))
    past = PastAudit("past.sqlite", AuditFacts(AuditScope(NAME, NAME), NOW, NOW))
    runner.handle_of(ListAudits).succeed((past,))
    check(window)
    window.past_view.remove.click()
    (box,) = window.findChildren(QMessageBox)
    check(box)
    box.reject()
    window.form.audit.click()
    check(window)
    group = Group(StatusKind.SSE_KMS, NAME, "aws:kms")
    done = report((group, 3), (Group(StatusKind.NONE), 1))
    named = {NAME: NamedKey(NAME, NAME, (f"alias/{NAME}",), False)}
    scope = AuditScope(NAME, f"{NAME}/")
    done = replace(done, keys=named, facts=replace(done.facts, scope=scope))
    runner.handle_of(AuditBucket).succeed(AuditDone("audit.sqlite", done))
    runner.handle_of(ReadAudited).succeed(AuditedPage((audited(KEY, group),), None, 1))
    check(window, least=3)


def test_incomplete_uploads(shown_widget, runner):
    dialog = shown_widget(IncompleteUploadsDialog(runner, CONNECTION, "my-bucket", f"{NAME}/"))
    upload = IncompleteUpload(KEY, NAME, NOW, NAME, "CRC64NVME")
    runner.succeed((upload,))
    check(dialog)
    dialog.table.selectAll()
    dialog._refresh()
    runner.fail(ERROR)
    check(dialog, least=3)


def test_connections(shown_widget, runner):
    bar = shown_widget(ConnectionBar(runner))
    connection = Connection(NAME, "eu-central-1", f"http://{NAME}")
    bar.start(connection)
    runner.handle_of(ListConnections).succeed((connection,))
    runner.handle_of(Identify).succeed(Identity(f"arn:aws:iam::1:user/{NAME}", "1", None))
    check(bar, least=2)
    bar.start(CONNECTION)
    runner.handle_of(Identify).fail(ERROR)
    check(bar)


def test_inspection(shown_widget, runner, qtbot):
    bar = shown_widget(InspectBar(runner))
    bar.set_connection(CONNECTION)
    bar.open()
    field = bar.findChild(QLineEdit)
    field.setText(f"s3://my-bucket/{NAME}")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    runner.fail(ERROR)
    check(bar, least=3)


def test_main_window(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    window.start(Connection(NAME), NAME, f"{NAME}/")
    runner.handle_of(ListBuckets).succeed((NAME,))
    runner.handle_of(ListFolder).fail(ERROR)
    check(window, least=5)


# --- connections ---------------------------------------------------------------------------------

SESSION = SsoSession("https://d-1.awsapps.com/start", "eu-west-1", NAME)
SAVED = SavedConnection(NAME, CompanySource(SESSION, NAME, NAME), id="c1")


def test_welcome_page(shown_widget):
    page = shown_widget(WelcomePage())
    page.show_profiles([NAME])
    page.show_waiting(1, f"{NAME} title.")
    check(page)


def test_choice_of_an_account(shown_widget, runner):
    picker = shown_widget(AccountPicker(runner))
    picker.start(SESSION, [Account("1", NAME, NAME)])
    runner.succeed([NAME])
    check(picker)


def test_sign_in(shown_widget, runner, monkeypatch):
    monkeypatch.setattr(QtGui.QDesktopServices, "openUrl", lambda _url: True)
    dialog = shown_widget(SignInDialog(runner, SAVED.connection, None))
    runner.report(DeviceCode(NAME, NAME, NAME))
    assert dialog.view.code.value == NAME
    runner.fail(ERROR)
    check(dialog, least=3)


def test_code_of_an_mfa_device(shown_widget, runner):
    check(shown_widget(MfaDialog(runner, SAVED.connection, MfaDevice(NAME), None)))


def test_form_of_a_connection(shown_widget, runner):
    dialog = shown_widget(ConnectionDialog(runner, Way.COMPANY, (), edited=SAVED))
    dialog.form.show_problem(ERROR)
    dialog.banner.show_error(ERROR)
    check(dialog, least=4)


def test_signed_out(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    window.start(SAVED.connection)
    runner.handle_of(Identify).fail(AppError(*ERROR.texts, "SSOTokenLoadError"))
    check(window._sign_in.signed_out, least=2)


def test_list_of_connections(shown_widget, runner):
    dialog = shown_widget(ConnectionsDialog(runner))
    runner.succeed(SavedConnections((SAVED,), SAVED.id))
    dialog.button("remove").click()
    check(dialog, least=3)


def test_test_of_a_connection(shown_widget, runner):
    dialog = shown_widget(CheckDialog(runner, SAVED))
    refused = ConnectionCheck(CheckedRight.IDENTITY, CheckAnswer.NOT_ALLOWED, error=ERROR)
    runner.report(refused, ConnectionCheck(CheckedRight.REGION, CheckAnswer.FINE, NAME))
    check(dialog, least=2)
