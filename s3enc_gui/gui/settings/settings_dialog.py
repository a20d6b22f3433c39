"""The Settings dialog: pages with a group for each setting."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGroupBox, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.appearance_group import AppearanceGroup
from s3enc_gui.gui.settings.desktop_group import DesktopGroup
from s3enc_gui.gui.settings.history_group import HistoryGroup
from s3enc_gui.gui.settings.link_group import LinkGroup
from s3enc_gui.gui.settings.log_group import LogGroup
from s3enc_gui.gui.settings.network_group import NetworkGroup
from s3enc_gui.gui.settings.pages import Pages
from s3enc_gui.gui.settings.payer_group import PayerGroup
from s3enc_gui.gui.settings.requests_group import RequestsGroup
from s3enc_gui.gui.settings.settings_group import SettingsGroup
from s3enc_gui.gui.settings.speed_group import SpeedGroup
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.window_size import resize_height, resize_to_screen
from s3enc_gui.i18n import _

_SIZE = QSize(720, 520)


class SettingsDialog(QDialog):
    """Reads the settings every time it is shown; `OK` and `Apply` save them with immediate effect.

    On an error the dialog stays open and shows it. `requester_pays` carries whether requests offer
    to pay, once that is saved, `appearance` an Appearance, `desktop` DesktopSettings.
    `connections_requested` and `history_requested` are emitted when their buttons are pressed.
    """

    requester_pays = Signal(object)
    appearance = Signal(object)
    desktop = Signal(object)
    connections_requested = Signal()
    history_requested = Signal()

    def __init__(
        self, runner: Runner, parent: QWidget | None = None, *, manages: bool = True
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Settings"))
        self.payer, self.uploads = PayerGroup(runner), SpeedGroup(runner)
        self.network = NetworkGroup(runner)
        self.requests, self.look = RequestsGroup(runner), AppearanceGroup(runner)
        self.log, self.history = LogGroup(runner), HistoryGroup(runner)
        self.notices = DesktopGroup(runner)
        self.groups: tuple[SettingsGroup, ...] = (
            *(self.uploads, self.payer, self.network, self.requests),
            *(self.history, self.look, self.notices, self.log),
        )
        self.pages = Pages(self._pages())
        self.banner = ErrorBanner()
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.Apply)
        self._ok, self._apply = (self.buttons.button(one) for one in (standard.Ok, standard.Apply))
        self._closing = False
        self._arrange()
        self.connections.setVisible(manages)  # the demo has only its own connection
        for group in self.groups:
            group.state_changed.connect(self._show_state)
            group.saved.connect(self._saved)
            group.failed.connect(self._failed)
        self.payer.saved.connect(self.requester_pays)
        self.look.saved.connect(self.appearance)
        self.notices.saved.connect(self.desktop)
        self.buttons.accepted.connect(self._save_and_close)
        self.buttons.rejected.connect(self.reject)
        self._apply.clicked.connect(self._only_save)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)
        self.pages.changed.connect(self._fitting.start)
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the settings; fit the height before the desktop finds a place for it (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self._fit()
            self._closing = False
            self.banner.clear()
            for group in reversed(self.groups):
                group.read()

    def done(self, result: int) -> None:
        """Close; a running save continues (Qt)."""
        for group in self.groups:
            group.drop()
        super().done(result)

    @Slot()
    def _save_and_close(self) -> None:
        self._closing = True
        self._save()

    @Slot()
    def _only_save(self) -> None:
        self._closing = False
        self._save()

    def _save(self) -> None:
        self.banner.clear()
        invalid = next((group for group in self.groups if group.invalid), None)
        changed = [group for group in self.groups if group.changed]
        if invalid:
            self.pages.show_group(invalid)
            invalid.focus_invalid()
        for group in () if invalid else changed:
            group.save()
        if self._closing and not (invalid or changed):
            self.accept()

    @Slot()
    def _saved(self) -> None:
        if self._closing and not any(group.changed for group in self.groups):
            self.accept()

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.banner.show_error(error)
        if all(group.ready for group in self.groups):
            (self._ok if self._closing else self._apply).setFocus()  # it was disabled while saving

    @Slot()
    def _show_state(self) -> None:
        ready = all(group.ready for group in self.groups)
        savable = any(group.invalid or group.changed for group in self.groups)
        self._ok.setEnabled(ready)
        self._apply.setEnabled(ready and savable)

    @Slot()
    def _fit(self) -> None:
        """Become as high as the page that is shown."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            more = self.pages.needed_height() - self.pages.height()
            resize_height(self, self.height() + more)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        column.addWidget(self.buttons)
        resize_to_screen(self, _SIZE)

    def _pages(self) -> tuple[tuple[str, tuple[QGroupBox, ...]], ...]:
        self.connections = LinkGroup(
            _("Connections"),
            _("Who you are and which servers you use: add, edit, order and test connections."),
            _("&Connections…"),
        )
        self.connections.clicked.connect(self.connections_requested)
        self.history.clicked.connect(self.history_requested)
        return (
            (_("Connections"), (self.connections, self.payer)),
            (_("Network"), (self.network,)),
            (_("Transfers"), (self.uploads, self.requests)),
            (_("History"), (self.history,)),
            (_("Appearance"), (self.look,)),
            (_("Desktop"), (self.notices,)),
            (_("Log"), (self.log,)),
        )
