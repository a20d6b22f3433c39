"""Opens the other windows: history, settings, incomplete uploads, audits, buckets, keys.

Their modules are loaded when they are opened: the main window is there sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.application_style import use_appearance
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.buckets.bucket_actions import BucketActions
from s3enc_gui.gui.browser.folder.folder_panel import FolderPanel
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.gui.reencryption.runs import ReencryptionRuns
from s3enc_gui.gui.reencryption.runs_bar import RunsBar
from s3enc_gui.gui.widgets.bring_up import bring_up
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer
from s3enc_gui.gui.window.actions import Actions
from s3enc_gui.gui.window.properties.properties_opener import PropertiesOpener

if TYPE_CHECKING:
    from s3enc_gui.domain.copies.plan import ObjectRef
    from s3enc_gui.domain.reencryption.known_run import KnownRun
    from s3enc_gui.gui.audits.audit_window import AuditWindow
    from s3enc_gui.gui.customer_keys.keys_dialog import CustomerKeysDialog
    from s3enc_gui.gui.guard.bucket_windows import BucketWindows
    from s3enc_gui.gui.history.history_window import HistoryWindow
    from s3enc_gui.gui.incomplete_uploads.uploads_dialog import IncompleteUploadsDialog
    from s3enc_gui.gui.reencryption.reencrypt_dialog import ReencryptDialog
    from s3enc_gui.gui.reencryption.runs_dialog import RunsDialog
    from s3enc_gui.gui.settings.settings_dialog import SettingsDialog
    from s3enc_gui.jobs.audits.audit import AuditDone
    from s3enc_gui.jobs.reencryption.selection import Selection

Show = Callable[[Connection, str, str], None]
"""Opens a window for a connection, a bucket and a prefix."""


class SideWindows(QObject):
    """Opens the windows; one that is already open is brought to the front.

    `requester_pays` carries whether requests offer to pay, when that setting is saved,
    `desktop_settings` DesktopSettings. `opened` carries a window that works with one connection,
    and the Connection; `waiting` what in it may wait until the user has signed in. `manages`:
    connections can be saved.
    """

    requester_pays = Signal(object)
    desktop_settings = Signal(object)
    connections_requested = Signal()
    opened = Signal(object, object)
    waiting = Signal(object)

    def __init__(self, runner: Runner, window: QWidget, *, manages: bool = True) -> None:
        super().__init__(window)
        self._runner, self._window, self._manages = runner, window, manages
        self._history: HistoryWindow | None = None
        self._settings: SettingsDialog | None = None
        self._incomplete_uploads: IncompleteUploadsDialog | None = None
        self._buckets: BucketWindows | None = None
        self._changes: RunsDialog | None = None
        self.runs = ReencryptionRuns(runner, self)
        self.runs_bar = RunsBar(self.runs)
        self.runs.added.connect(self.waiting)
        self.runs.shown.connect(self.show_changes)
        self._properties = PropertiesOpener(runner, window)
        self._properties.opened.connect(self.opened)
        self._keys: CustomerKeysDialog | None = None
        RemedyOffer(Remedy.KEYS, window).requested.connect(self.show_keys)

    def open_on(self, actions: Actions, details: EncryptionDetails) -> None:
        """Open the windows that need no connection, on their actions, and receipts of objects."""
        details.receipt_requested.connect(self.show_receipt)
        actions.history.triggered.connect(self.show_history)
        actions.settings.triggered.connect(self.show_settings)
        actions.changes.triggered.connect(self.show_changes)
        actions.keys.triggered.connect(self.show_keys)

    def open_at(
        self, actions: BrowserActions, folder: FolderPanel, at: Callable[[Show], None]
    ) -> None:
        """Open the windows about the bucket that is shown; `at` calls with connection and place."""
        self._properties.follow(actions, folder, at)
        actions.audit.triggered.connect(lambda: at(self.show_audit))
        actions.bucket.triggered.connect(lambda: at(self._show_page))
        actions.guard.triggered.connect(lambda: at(self._show_guard))
        actions.encryption_requested.connect(self._change_encryption)
        self.runs.objects_changed.connect(actions.refresh.trigger)

    def open_for(self, actions: BucketActions, connection: Callable[[], Connection | None]) -> None:
        """Open the windows about a bucket of the list."""
        for requested, show in (
            (actions.audit_requested, self.show_audit),
            (actions.page_requested, self._show_page),
            (actions.guard_requested, self._show_guard),
        ):
            requested.connect(partial(self._show_for, show, connection))

    def _show_for(
        self, show: Show, connection: Callable[[], Connection | None], bucket: str
    ) -> None:
        if found := connection():
            show(found, bucket, "")

    def _show_page(self, connection: Connection, bucket: str, prefix: str) -> None:
        self._of_buckets().show_page(connection, bucket, prefix)

    def _show_guard(self, connection: Connection, bucket: str, prefix: str) -> None:
        self._of_buckets().show_guard(connection, bucket, prefix)

    def _of_buckets(self) -> BucketWindows:
        from s3enc_gui.gui.guard.bucket_windows import BucketWindows

        if self._buckets is None:
            self._buckets = BucketWindows(self._runner, self._window)
            self._buckets.opened.connect(self.opened)
        return self._buckets

    def show_history(self) -> None:
        """Open the history."""
        if self._history is None:
            from s3enc_gui.gui.history.history_window import HistoryWindow

            self._history = HistoryWindow(self._runner, self._window)
        bring_up(self._history)

    def show_keys(self) -> None:
        """Open the customer-provided keys."""
        if self._keys is None:
            from s3enc_gui.gui.customer_keys.keys_dialog import CustomerKeysDialog

            self._keys = CustomerKeysDialog(self._runner, self._window)
        bring_up(self._keys)

    def show_receipt(self, receipt: Receipt) -> None:
        """Open the history at a receipt."""
        self.show_history()
        if self._history:
            self._history.show_receipt(receipt)

    def show_settings(self) -> None:
        """Open the settings."""
        if self._settings is None:
            from s3enc_gui.gui.settings.settings_dialog import SettingsDialog

            self._settings = SettingsDialog(self._runner, self._window, manages=self._manages)
            self._settings.requester_pays.connect(self.requester_pays)
            self._settings.appearance.connect(use_appearance)
            self._settings.desktop.connect(self.desktop_settings)
            self._settings.connections_requested.connect(self.connections_requested)
            self._settings.history_requested.connect(self.show_history)
        bring_up(self._settings)

    def show_incomplete_uploads(self, connection: Connection, bucket: str, prefix: str) -> None:
        """Open the incomplete uploads of a bucket and prefix."""
        if self._incomplete_uploads is None:
            from s3enc_gui.gui.incomplete_uploads.uploads_dialog import IncompleteUploadsDialog

            self._incomplete_uploads = IncompleteUploadsDialog(
                self._runner, connection, bucket, prefix, self._window
            )
            self._incomplete_uploads.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._incomplete_uploads.destroyed.connect(self._forget_incomplete_uploads)
            self.opened.emit(self._incomplete_uploads, connection)
        bring_up(self._incomplete_uploads)

    def show_audit(self, connection: Connection, bucket: str, prefix: str) -> None:
        """Open a new audit window."""
        from s3enc_gui.gui.audits.audit_window import AuditWindow

        window = AuditWindow(self._runner, connection, bucket, prefix, self._window)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.opened.emit(window, connection)
        self.waiting.emit(window.runner)
        window.exporter.change_requested.connect(partial(self._change_audited, connection, window))
        bring_up(window)

    def _change_encryption(
        self,
        connection: Connection,
        bucket: str,
        objects: tuple[ObjectRef, ...],
        prefixes: tuple[str, ...],
    ) -> None:
        """Open the change of the encryption of selected objects."""
        from s3enc_gui.jobs.reencryption.selection import Selection

        self._show_reencryption(connection, Selection(bucket, objects, prefixes))

    def _change_audited(self, connection: Connection, window: AuditWindow, done: AuditDone) -> None:
        """Open the change of the encryption of what an audit found; it looks again afterwards."""
        from s3enc_gui.jobs.reencryption.selection import Selection

        report = done.report
        groups = tuple(report.groups_to_review)
        selection = Selection(report.facts.scope.bucket, audit=done.path, groups=groups)
        dialog = self._show_reencryption(connection, selection)
        if report.requirement:
            dialog.preselect(report.requirement)
        dialog.runner.objects_changed.connect(window.restart.click)

    def _show_reencryption(self, connection: Connection, selection: Selection) -> ReencryptDialog:
        from s3enc_gui.gui.reencryption.reencrypt_dialog import ReencryptDialog

        dialog = ReencryptDialog(self._runner, self.runs, connection, selection, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.opened.emit(dialog, connection)
        bring_up(dialog)
        return dialog

    def show_changes(self) -> None:
        """Open the list of changes of encryption."""
        if self._changes is None:
            from s3enc_gui.gui.reencryption.runs_dialog import RunsDialog

            self._changes = RunsDialog(self._runner, self.runs, self._window)
            self._changes.undo_requested.connect(self._undo_change)
        self.runs.refresh()
        bring_up(self._changes)

    def _undo_change(self, run: KnownRun) -> None:
        from s3enc_gui.jobs.reencryption.selection import Selection

        if run.facts and run.facts.origin:
            selection = Selection(run.facts.bucket, undoes=run.path)
            self._show_reencryption(run.facts.origin.connection, selection)

    def _forget_incomplete_uploads(self) -> None:
        self._incomplete_uploads = None
