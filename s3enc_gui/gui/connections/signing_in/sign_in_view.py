"""A sign-in through a web browser, while it is under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.connections.sign_in import BrowserPage, DeviceCode, WaitsForOther
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.labels.copy_field import CopyField
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _
from s3enc_gui.jobs.connections.sign_in import Pasted
from s3enc_gui.jobs.context import Job

MakeSignIn = Callable[[bool, Pasted | None], Job[Any]]
"""Takes whether the browser is on another computer, and what returns the pasted code."""

_SIZE = 1.5  # of the address and code that are read from this screen, in the usual font size


class SignInView(QWidget):
    """Opens the page in the browser, and shows its address; on request, a code for another one.

    `signed_in` carries the job's result, `failed` an AppError. Closing it must call `stop`.
    """

    signed_in = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make: MakeSignIn | None = None
        self._code: str | None = None
        self._other_computer = False
        self._title, self._text = label("", "heading", wrap=True), TextLine()
        self._busy = BusyIndicator()
        self.address, self.code = CopyField(_("address")), CopyField(_("code"))
        self._address_label = label_for(_("Address of the page"), self.address.field)
        self._code_label = label_for(_("Code that the page must show"), self.code.field)
        font = self.code.field.font()
        font.setPointSizeF(font.pointSizeF() * _SIZE)
        self.code.field.setFont(font)
        self.pasted = QLineEdit()
        self._pasted_label = label_for(_("Code that the page shows"), self.pasted)
        self.confirm = QPushButton(_("Continue"))
        self.confirm.setAutoDefault(False)
        self.confirm.clicked.connect(self._confirm)
        self.pasted.returnPressed.connect(self._confirm)
        self.other_computer = QPushButton(_("The browser is on another computer"))
        self.other_computer.setAutoDefault(False)
        self.other_computer.clicked.connect(self._use_other_computer)
        self._arrange()
        self._job = LatestJob(runner, self)
        self._job.reported.connect(self._reported)
        self._job.answered.connect(self._answered)
        self._job.failed.connect(self._failed)

    @property
    def title(self) -> str:
        """The heading shown."""
        return self._title.text()

    @property
    def text(self) -> str:
        """The text shown below the heading."""
        return self._text.text()

    def start(self, make: MakeSignIn) -> None:
        """Start a sign-in."""
        self._make, self._other_computer = make, False
        self._ask()

    def stop(self) -> None:
        """Cancel the sign-in."""
        self._job.drop()
        self._busy.stop()

    def _ask(self) -> None:
        assert self._make is not None  # noqa: S101 - set by start
        self._code = None
        self._title.setText(_("Signing in…"))
        self._text.say("")
        for widget in self._details:
            widget.hide()
        self.other_computer.setVisible(not self._other_computer)
        self._busy.start(_("Preparing the sign-in…"))
        self._job.ask(self._make(self._other_computer, self._take_code))

    def _take_code(self) -> str | None:
        """Return the code once it was entered; called by the job's thread."""
        return self._code

    def _use_other_computer(self) -> None:
        self._other_computer = True
        self._ask()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        code = self.pasted.text().strip()
        if code:
            self._code = code
            self.pasted.setEnabled(False)
            self.confirm.setEnabled(False)
            self._busy.start(_("Checking the code…"))

    def _reported(self, events: tuple[object, ...]) -> None:
        for event in events:
            if isinstance(event, BrowserPage):
                self._show_page(event)
            elif isinstance(event, DeviceCode):
                self._show_code(event)
            elif isinstance(event, WaitsForOther):
                self._busy.start(_("Another S3enc is signing in. Waiting for it…"))

    def _show_page(self, page: BrowserPage) -> None:
        self._show_address(page.url)
        if self._other_computer:
            self._title.setText(_("Sign in on the other computer"))
            self._text.say(
                _("Open this page there and sign in. Then enter the code that the page shows.")
            )
            self._show_pasting()
            return
        opened = QDesktopServices.openUrl(QUrl(page.url))
        self._title.setText(_("Sign in with your web browser"))
        if opened:
            self._text.say(
                _("The page is open in your browser. Sign in there, then return to this window.")
            )
        else:
            self._text.say(_("No browser could be opened. Open this page yourself."), "warning")
        self._busy.start(_("Waiting for your sign-in…"))

    def _show_code(self, device: DeviceCode) -> None:
        self._show_address(device.complete_url or device.url)
        self._title.setText(_("Sign in on any computer"))
        self._text.say(
            _(
                "Open this page there, and go on only if it shows the same code. Never use a code"
                " that somebody else sent you."
            )
        )
        self.code.show_value(device.code)
        self._code_label.show()
        self.code.show()
        self._busy.start(_("Waiting for your sign-in…"))

    def _show_address(self, url: str) -> None:
        self.address.show_value(url)
        self._address_label.show()
        self.address.show()

    def _show_pasting(self) -> None:
        self._busy.stop()
        self.pasted.clear()
        for widget in (self._pasted_label, self.pasted, self.confirm):
            widget.setEnabled(True)
            widget.show()
        self.pasted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self, result: object) -> None:
        self._busy.stop()
        self.signed_in.emit(result)

    def _failed(self, error: AppError) -> None:
        self._busy.stop()
        self.failed.emit(error)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        pasting = QHBoxLayout()
        pasting.addWidget(self.pasted, 1)
        pasting.addWidget(self.confirm)
        for widget in (self._title, self._text, self._address_label, self.address):
            column.addWidget(widget)
        for widget in (self._code_label, self.code, self._pasted_label):
            column.addWidget(widget)
        column.addLayout(pasting)
        column.addWidget(self._busy)
        column.addStretch(1)
        column.addWidget(self.other_computer, 0, Qt.AlignmentFlag.AlignLeft)
        self._details: tuple[QWidget, ...] = (
            *(self._address_label, self.address, self._code_label, self.code),
            *(self._pasted_label, self.pasted, self.confirm),
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
