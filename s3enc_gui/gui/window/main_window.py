"""The main window: creates the panels and connects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QMainWindow

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, key_for
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.browser_panel import BrowserPanel
from s3enc_gui.gui.browser.buckets.buckets_pane import BucketsPane
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.connections.connection_bar import ConnectionBar
from s3enc_gui.gui.desktop.desktop_controller import DesktopController
from s3enc_gui.gui.downloads.panel import DownloadsPanel
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.help.help_menu import HelpMenu
from s3enc_gui.gui.icons import app_icon
from s3enc_gui.gui.inspect.inspect_bar import InspectBar
from s3enc_gui.gui.messages.connections import clear_text_warning
from s3enc_gui.gui.transfers.panel import TransfersPanel
from s3enc_gui.gui.widgets.drops.file_drops import FileDrops
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.window.actions import Actions
from s3enc_gui.gui.window.background import Background
from s3enc_gui.gui.window.close_guard import STOPPING, CloseGuard
from s3enc_gui.gui.window.destinations import Destinations
from s3enc_gui.gui.window.details_controller import DetailsController
from s3enc_gui.gui.window.details_switch import DetailsSwitch
from s3enc_gui.gui.window.journal_watch import JournalWatch
from s3enc_gui.gui.window.layout import HEAD, CentralWidget
from s3enc_gui.gui.window.server_notices import ServerNotices
from s3enc_gui.gui.window.side_windows import SideWindows
from s3enc_gui.gui.window.sign_in_controller import SignInController
from s3enc_gui.gui.window.upload_opener import UploadOpener
from s3enc_gui.gui.window.wizard_factory import WizardFactory
from s3enc_gui.i18n import _


class MainWindow(QMainWindow):
    """Tool bar, buckets, browser, transfers, downloads and the details of the selected object.

    Paths passed to `upload` are uploaded once there is a connection that works. `keeps`: uploads
    can be resumed when S3enc is started again. `demo`: the command that opens the demo.
    """

    def __init__(
        self,
        runner: Runner,
        make_wizard: WizardFactory,
        *,
        keeps: bool = True,
        demo: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._uploads = UploadOpener(runner, make_wizard, self)
        self._destinations = Destinations()
        self._warning, self._problem = ErrorBanner(closable=False), ErrorBanner()
        self.notices = ServerNotices(self._problem, self)
        self._inspect_bar = InspectBar(runner)
        self._details = EncryptionDetails(head=HEAD)
        self._connections = ConnectionBar(runner, manages=keeps)
        self._sign_in = SignInController(runner, self._connections, self, demo)
        self._transfers, self._downloads = TransfersPanel(runner), DownloadsPanel(runner)
        self._side_windows = SideWindows(runner, self, manages=keeps)
        self._browser_actions = BrowserActions(self)
        self._actions = Actions(self)
        self._help = HelpMenu(runner, self, self._actions, self._browser_actions)
        self._switch = DetailsSwitch(runner, self._actions.details, self._details)
        self._buckets = BucketsPane(runner)
        self._browser = BrowserPanel(runner, self._browser_actions, self)
        self._details_controller = DetailsController(runner, self._details, self._browser.model)
        changes = self._side_windows.runs
        panels = self._transfers, self._downloads, self._browser.operations.work, changes
        counts = (one.count_active for one in panels)
        self._close_guard = CloseGuard(runner, self, *counts, keeps=keeps)
        self._desktop = DesktopController(runner, self)
        self._desktop.follow(self._side_windows, *panels)
        self._background = Background(self, self._close_guard, self._desktop, panels)
        self._journal = JournalWatch(runner, self._transfers, self._downloads, changes, self)
        drops = FileDrops(self)
        drops.dropped.connect(self.upload)
        drops.hovered.connect(self._browser.highlight_drop_area)
        self._arrange()
        self._connect()
        self._set_ready(False)
        self._actions.connections.setVisible(keeps)  # the demo has only its own connection
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # it could hide the tool bar
        self.setWindowIcon(app_icon())
        self.setWindowTitle("S3enc")
        self._central.resize_window(self, QSize(1280, 820))

    def wait(self, message: str) -> None:
        """Show why there is no connection yet."""
        self._connections.wait(message)

    def fail_to_start(self, error: AppError) -> None:
        """Show why there is no connection."""
        self._connections.fail(error)

    def start(self, connection: Connection, bucket: str = "", prefix: str = "") -> None:
        """Use a connection, and open a bucket and prefix."""
        self._destinations.keep(connection, bucket, prefix)
        self._set_ready(True)
        self._connections.start(connection)
        self._journal.start()
        self._browser.focus()
        if not self._sign_in.is_signed_out:
            self._uploads.open_pending(connection, bucket, prefix)

    def upload(self, paths: Sequence[str] = (), location: Location | None = None) -> None:
        """Open the wizard with files and folders, to upload to a location or the one shown."""
        connection = self._connections.connection
        if connection is None or self._sign_in.is_signed_out:
            self._uploads.pending += paths
            self._sign_in.ask(len(self._uploads.pending))
            return
        bucket, prefix = (location.bucket, location.key) if location else self._destination()
        self._uploads.open(connection, bucket, prefix, paths)

    def place(self) -> tuple[Connection | None, str, str]:
        """Return the connection, and the bucket and prefix that were shown last."""
        return self._connections.connection, *self._destination()

    def show_problem(self, error: AppError) -> None:
        """Show an error in the banner at the top."""
        self._problem.show_error(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close unless something is running and the user wants to wait (Qt)."""
        if not self._close_guard.may_close():
            event.ignore()
            return
        for dialog in self.findChildren(QDialog):
            dialog.hide()
        super().closeEvent(event)

    def _arrange(self) -> None:
        self._actions.fill_menus(self.menuBar(), self._browser_actions)
        self._help.fill(self.menuBar())
        self._help.place = self.place
        tools = self._actions.tool_bar(self._browser_actions)
        tools.addWidget(self._connections)
        self.addToolBar(tools)
        banners = self._warning, self._problem, self._connections.anonymous_offer
        bars = (*banners, *self._transfers.bars, self._side_windows.runs_bar, self._inspect_bar)
        columns = self._buckets, (self._browser, self._transfers, self._downloads), self._details
        self._central = CentralWidget(bars, columns, self._sign_in.pages)
        self._central.narrowed.connect(self._switch.set_narrow)
        self.setCentralWidget(self._central)

    def _connect(self) -> None:
        self._actions.upload.triggered.connect(lambda: self.upload())
        self._actions.inspect.triggered.connect(
            lambda: self._inspect_bar.open_at(*self._destination())
        )
        self._side_windows.open_on(self._actions, self._details)
        self._actions.incomplete_uploads.triggered.connect(
            lambda: self._at_destination(self._side_windows.show_incomplete_uploads)
        )
        self._actions.connections.triggered.connect(self._sign_in.manage)
        self._actions.quit.triggered.connect(self.close)
        self._side_windows.connections_requested.connect(self._actions.connections.trigger)
        self._side_windows.requester_pays.connect(self._use_requester_pays)
        self._inspect_bar.found.connect(self._show_object)
        self._inspect_bar.missed.connect(self._show_nothing)
        self._connections.changed.connect(self._changed)
        self._connections.identified.connect(self._identified)
        self._sign_in.changed.connect(self._show_signed_out)
        self._sign_in.added.connect(self.start)
        self._sign_in.notice.connect(self._problem.show_info)
        self._uploads.uploaded.connect(self._uploaded)
        self._uploads.started.connect(self._started)
        self._buckets.chosen.connect(lambda bucket: self._browser.go(Location(bucket)))
        self._browser.arrived.connect(self._arrived)
        self._browser.selection_changed.connect(self._show_rows)
        self._browser.download_requested.connect(self._downloads.start)
        self._browser.bucket_missing.connect(self._buckets.forget)
        self._browser.reached.connect(self._buckets.add)
        self._buckets.changed.connect(self._browser.navigation.path.offer)
        for source in (self._browser, self._buckets):
            source.upload_requested.connect(self.upload)
        folder, at = self._browser.folder, self._at_destination
        self._side_windows.open_at(self._browser_actions, folder, at)
        self._side_windows.open_for(
            self._buckets.bucket_actions, lambda: self._connections.connection
        )
        self._transfers.chosen.connect(self._details_controller.show_outcome)
        self._transfers.notice.connect(self._problem.show_info)
        self._transfers.reported.connect(self._uploads.queue_reported)
        self._sign_in.follow(self._transfers, self._downloads, *self._browser.waiting)
        self._sign_in.offer_in(self._uploads, self._side_windows)
        self._side_windows.waiting.connect(self._sign_in.follow)
        self._transfers.idle.connect(self._browser.show_changes)
        panels = self._connections, self._downloads, self._switch, self._transfers
        for panel in (*panels, self._sign_in, self._journal, self._side_windows.runs):
            panel.problem.connect(self.show_problem)
        self._journal.kept.connect(self._close_guard.set_keeps)
        self._journal.warning.connect(self._problem.show_warning)
        self._close_guard.stopping.connect(self._stopping)
        self._close_guard.problem.connect(self._not_stopped)
        self._close_guard.allowed.connect(self.close)

    def _set_ready(self, ready: bool) -> None:
        self._actions.set_ready(ready)
        self._browser.enable_upload(ready)

    def _uploaded(self, outcomes: tuple[Outcome, ...]) -> None:
        if outcomes:
            self._transfers.select(outcomes[-1])
            self._details_controller.show_outcome(outcomes[-1])
            self._browser.show_changes()

    def _started(self, connection: Connection, bucket: str, prefix: str) -> None:
        self._destinations.keep(connection, bucket, prefix)
        if self._browser.location is None and connection == self._connections.connection:
            self._browser.go(Location(bucket, key_for(prefix, "")))

    def _at_destination(self, show: Callable[[Connection, str, str], None]) -> None:
        connection = self._connections.connection
        if connection:
            show(connection, *self._destination())

    def _use_requester_pays(self, pays: bool) -> None:
        connection = self._connections.connection
        if connection:
            self._destinations.use_requester_pays(connection, pays)
            self._connections.use_requester_pays(pays)

    def _destination(self) -> tuple[str, str]:
        return self._destinations.of(self._connections.connection)

    def _arrived(self, location: Location | None) -> None:
        """Make the location shown the destination of uploads."""
        self._buckets.show_bucket(location.bucket if location else "")
        self._destinations.arrive(self._connections.connection, location)

    def _show_rows(self, rows: Sequence[ObjectRow]) -> None:
        if rows:
            self._transfers.select(None)
        self._details_controller.show_rows(rows)

    def _show_object(self, details: ObjectDetails) -> None:
        self._transfers.select(None)
        self._switch.show()
        self._details_controller.show_object(details)

    def _show_nothing(self) -> None:
        self._transfers.select(None)
        self._details_controller.show_nothing()

    def _show_signed_out(self) -> None:
        is_signed_out = self._sign_in.is_signed_out
        self._central.show_columns(not is_signed_out)
        self._set_ready(not is_signed_out)
        if is_signed_out:
            self._problem.clear()
            self._uploads.withdraw()
            self._sign_in.ask(len(self._uploads.pending))

    def _changed(self, connection: Connection) -> None:
        self._problem.clear()
        self._warning.clear()
        self._sign_in.start(connection)
        self._inspect_bar.set_connection(connection)
        self._details_controller.start(connection)
        self._buckets.start(connection)
        bucket, prefix = self._destination()
        self._browser.start(connection, Location(bucket, key_for(prefix, "")) if bucket else None)
        self._show_title(connection, connection.region)
        if connection.sends_in_the_clear:
            self._warning.show_warning(clear_text_warning(connection))

    def _identified(self, identity: Identity) -> None:
        connection = self._connections.connection
        if connection:
            self._show_title(connection, identity.region)
            self._uploads.confirm()
            self._at_destination(self._uploads.open_pending)

    def _show_title(self, connection: Connection, region: str | None) -> None:
        title = _("S3enc – {connection} ({region})") if region else _("S3enc – {connection}")
        self.setWindowTitle(title.format(connection=connection.name, region=region))

    def _stopping(self) -> None:
        self._problem.show_info(STOPPING)
        self._set_ready(False)

    def _not_stopped(self, error: AppError) -> None:
        self._set_ready(True)
        self.show_problem(error)
