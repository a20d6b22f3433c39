"""Joins the instance that runs already, or becomes the one that later starts join."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from s3enc_gui.domain.desktop.handover import Handover
from s3enc_gui.gui.icons import keep_box_icon
from s3enc_gui.gui.instance.application import Application
from s3enc_gui.gui.instance.arrivals import Arrivals
from s3enc_gui.gui.instance.handover_client import TIME_LIMIT, Answer, hand_over
from s3enc_gui.gui.instance.handover_server import HandoverServer
from s3enc_gui.gui.widgets.bring_to_front import bring_to_front
from s3enc_gui.i18n import _

if TYPE_CHECKING:
    from s3enc_gui.gui.instance.handover_server import HandoverServer

_log = logging.getLogger(__name__)


class Lock(Protocol):
    """See InstanceLock."""

    def release(self) -> None:
        """Let the next start be the first."""


class Place(Protocol):
    """See MeetingPlace."""

    @property
    def server(self) -> str:
        """The name of the socket or pipe."""

    def claim(self) -> Lock | None:
        """Become the first; None: another process is. Raises OSError."""


class Window(Protocol):
    """See MainWindow."""

    def upload(self, paths: Sequence[str] = ()) -> None:
        """Open the wizard with files and folders."""


class Meeting:
    """One start of the program; without a `place` it is alone."""

    def __init__(self, place: Place | None) -> None:
        self._place = place
        self._lock: Lock | None = None
        self._server: HandoverServer | None = None
        self._answer = Answer.FIRST

    def joined(self, handover: Handover, time_limit: float = TIME_LIMIT) -> bool:
        """Whether another instance took the files: this one can end. Blocks."""
        line = handover.to_line()
        if self._place is None:
            return False
        if line is None:  # names that aren't accepted: it may still be the first
            self._answer = Answer.FIRST if self._is_first() else Answer.NO_ANSWER
            return False
        self._answer = hand_over(self._place.server, line, self._is_first, time_limit=time_limit)
        return self._answer is Answer.ACCEPTED

    def begin(self, application: Application, window: QWidget, uploads: Window) -> None:
        """Take the files of later starts and of the desktop; say so if another didn't respond."""
        arrivals = Arrivals(window)
        arrivals.arrived.connect(uploads.upload)
        application.file_opened.connect(lambda file: arrivals.add((file,)))
        if self._answer is Answer.NO_ANSWER:
            not_responding_box(window).open()
        elif self._lock is not None and self._place is not None:
            server = self._place.server
            # After the window is painted: later starts wait for it.
            QTimer.singleShot(0, window, lambda: self._listen(server, _Receiver(arrivals, window)))

    def end(self) -> None:
        """Let the next start be the first. Idempotent."""
        if self._server is not None:
            self._server.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _listen(self, name: str, receiver: _Receiver) -> None:
        from s3enc_gui.gui.instance.handover_server import HandoverServer

        if self._lock is not None:
            self._server = HandoverServer(receiver)
            self._server.received.connect(receiver.take)
            self._server.listen(name)

    def _is_first(self) -> bool:
        if self._place is None:
            return True
        try:
            self._lock = self._place.claim()
        except OSError as error:
            _log.debug("One instance: %s", error)
            return True  # nothing can be locked here: every start is alone
        return self._lock is not None


class _Receiver(QObject):
    def __init__(self, arrivals: Arrivals, window: QWidget) -> None:
        super().__init__(window)
        self._arrivals, self._window = arrivals, window

    def take(self, handover: Handover) -> None:
        """Show the window, and open the wizard with the files."""
        _log.info("Another start handed over %d files", len(handover.files))
        bring_to_front(self._window, handover.token)
        self._arrivals.add(handover.files)


def not_responding_box(window: QWidget) -> QMessageBox:
    """Return the notice that this is a second window."""
    box = QMessageBox(window)
    keep_box_icon(box, "info", "accent")
    box.setWindowTitle(_("S3enc is already open"))
    box.setText(_("S3enc is already open, but its window doesn't respond."))
    box.setInformativeText(
        _("This is a second window. You can use it while the other one finishes its work.")
    )
    return box
