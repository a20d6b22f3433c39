"""Opens the dialog that signs in when transfers begin to wait for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QDialog

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import SavedConnection, SavedConnections
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.connections.signing_in.mfa_dialog import MfaDialog
from s3enc_gui.gui.connections.signing_in.sign_in_dialog import SignInDialog
from s3enc_gui.gui.connections.signing_in.sign_in_starter import SignInStarter
from s3enc_gui.jobs.connections.saved_connections import LoadConnections
from s3enc_gui.jobs.connections.sign_in import FindSignIn

_LOOK_MS = 250  # until it is seen that a dialog or menu has closed
_GOING_ON_MS = 2000  # until the outages that a sign-in ends have ended

Edit = Callable[[SavedConnections, SavedConnection, AppError], QDialog]
"""Opens the form of a saved connection, with the reason."""


class Waiting(Protocol):
    """A panel whose transfers wait; the signals carry Outages, and a Connection or None."""

    @property
    def outages_changed(self) -> SignalInstance:
        """Carries all its outages, a Sequence."""

    @property
    def sign_in_requested(self) -> SignalInstance:
        """The user wants to sign in to a connection."""


class SignInPrompt(QObject):
    """Asks once for each connection and outage, and never above another dialog or a menu.

    A connection whose keys are stored gets its form (`edit`); one that nothing signs in to isn't
    asked for. Afterwards only the user opens the dialog (`sign_in`).
    """

    def __init__(
        self,
        runner: Runner,
        starter: SignInStarter,
        sign_in: Callable[[Connection | None], None],
        edit: Edit,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._starter, self._sign_in, self._edit = starter, sign_in, edit
        self._outages: dict[Waiting, Sequence[Outage]] = {}
        self._asked: list[Connection] = []
        self._asking: Connection | None = None
        self._open: Callable[[AppError], QDialog] | None = None  # the dialog, once it is known
        self._dialog: QDialog | None = None
        self._find, self._load = LatestJob(runner, self), LatestJob(runner, self)
        self._find.answered.connect(self._found)
        self._load.answered.connect(self._loaded)
        for job in (self._find, self._load):
            job.failed.connect(self._end)  # the user can try it, and sees the error then
        self._look = QTimer(self, interval=_LOOK_MS, singleShot=True)
        self._look.timeout.connect(self._open_if_free)
        self._going_on = QTimer(self, interval=_GOING_ON_MS, singleShot=True)
        self._going_on.timeout.connect(self._ask_next)

    def follow(self, panel: Waiting) -> None:
        """Sign in for a panel."""
        panel.outages_changed.connect(partial(self._set_outages, panel))
        panel.sign_in_requested.connect(self._requested)

    # --- private ----------------------------------------------------------------------------------

    def _set_outages(self, panel: Waiting, outages: Sequence[Outage]) -> None:
        self._outages[panel] = [one for one in outages if not one.given_up]
        if isinstance(self._dialog, SignInDialog | MfaDialog) and not self._is_needed():
            self._dialog.withdraw()  # somebody signed in elsewhere
        lasting = self._lasting()
        self._asked = [one for one in self._asked if _has(lasting, one)]
        if not self._going_on.isActive():
            self._ask_next()

    def _all(self) -> list[Outage]:
        return [one for outages in self._outages.values() for one in outages]

    def _lasting(self) -> list[Connection]:
        return [one.connection for one in self._all() if one.connection]

    def _is_needed(self) -> bool:
        return self._asking is not None and _has(self._lasting(), self._asking)

    def _waiting(self) -> list[tuple[Connection, AppError]]:
        return [
            (one.connection, one.error)
            for one in self._all()
            if one.needs_sign_in and one.connection
        ]

    def _reason(self, connection: Connection) -> AppError | None:
        """Return why transfers wait for a sign-in; None if they don't any more."""
        return next((why for one, why in self._waiting() if one.signs_in_like(connection)), None)

    def _ask_next(self) -> None:
        if self._asking is not None:
            return
        for one, _why in self._waiting():
            if not _has(self._asked, one):
                self._asking = one
                self._asked.append(one)
                self._find.ask(FindSignIn(one))
                return

    def _found(self, sign_in: object) -> None:
        connection = self._asking
        if connection is None:
            return
        if sign_in is not None:
            self._open = partial(self._starter.open, connection, sign_in)
            self._open_if_free()
        elif connection.credentials:
            self._load.ask(LoadConnections())
        else:
            self._end()

    def _loaded(self, saved: SavedConnections) -> None:
        connection = self._asking
        found = saved.find(connection.credentials or "") if connection else None
        if found is None:
            self._end()
        else:
            self._open = partial(self._edit, saved, found)
            self._open_if_free()

    def _open_if_free(self) -> None:
        open_dialog, connection = self._open, self._asking
        if open_dialog is None or connection is None:
            return
        why = self._reason(connection)
        if why is None:
            self._asked = [one for one in self._asked if not one.signs_in_like(connection)]
            self._end()
        elif QApplication.activeModalWidget() or QApplication.activePopupWidget():
            self._look.start()
        else:
            self._open = None
            self._dialog = open_dialog(why)
            self._dialog.finished.connect(self._closed)

    def _closed(self, result: int) -> None:
        """Go on with another connection, which may have the same sign-in."""
        if self._asking is not None and self._is_needed():
            self._asked.append(self._asking)  # the outage may be another one by now
        if result == QDialog.DialogCode.Accepted:
            self._going_on.start()
        self._end()

    def _end(self) -> None:
        self._asking = self._open = self._dialog = None
        if not self._going_on.isActive():
            self._ask_next()

    def _requested(self, connection: Connection | None) -> None:
        """Let the user sign in now, instead of when it is asked for."""
        if connection is not None and not _has(self._asked, connection):
            self._asked.append(connection)
        self._find.drop()
        self._load.drop()
        self._asking = self._open = self._dialog = None
        self._sign_in(connection)


def _has(connections: Sequence[Connection], wanted: Connection) -> bool:
    return any(one.signs_in_like(wanted) for one in connections)
