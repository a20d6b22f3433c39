"""Shows what to do while nobody is signed in, and opens the dialogs that sign in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QProcess, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import (
    SavedConnection,
    SavedConnections,
    unsaved,
)
from s3enc_gui.domain.connections.signed_out import is_default
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.connections.connection_bar import ConnectionBar
from s3enc_gui.gui.connections.signing_in.sign_in_starter import SignInStarter
from s3enc_gui.gui.connections.ways import Way, way_of
from s3enc_gui.gui.connections.welcome_page import WelcomePage
from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer
from s3enc_gui.gui.window.sign_in_prompt import SignInPrompt, Waiting
from s3enc_gui.i18n import ngettext, sentences, text
from s3enc_gui.jobs.connections.saved_connections import LoadConnections

if TYPE_CHECKING:
    from s3enc_gui.gui.connections.connection_dialog import ConnectionDialog
    from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog


class Opener(Protocol):
    """Opens windows."""

    @property
    def opened(self) -> SignalInstance:
        """Carries a window, and the Connection that it works with."""


class SignInController(QObject):
    """Shows the welcome page without any connection, and a sign-in page for one that needs it.

    `pages` is what the window shows instead of its columns while `is_signed_out`. `added` carries
    the Connection, bucket and prefix to go on with: of a connection that was added or changed.
    `notice` and `problem` carry an AppError. `demo` is the command that starts the demo.
    """

    changed = Signal()
    added = Signal(object, str, str)
    notice = Signal(object)
    problem = Signal(object)

    def __init__(
        self, runner: Runner, bar: ConnectionBar, window: QWidget, demo: Sequence[str] = ()
    ) -> None:
        super().__init__(window)
        self._runner, self._bar, self._window, self._demo = runner, bar, window, tuple(demo)
        self._manager: ConnectionsDialog | None = None
        bar.listed.connect(self._show_profiles)
        bar.signed_out.connect(self._show_error)
        bar.manage_requested.connect(self.manage)
        self._connection: Connection | None = None
        self._error: AppError | None = None
        self._waiting = 0
        self._then: Callable[[SavedConnections], object] | None = None
        self.pages = QStackedWidget()
        self.welcome = WelcomePage(has_demo=bool(demo))
        self.signed_out = EmptyState()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.signed_out)
        self.welcome.chosen.connect(self.add)
        self.welcome.profile_chosen.connect(bar.select_profile)
        self.welcome.demo_chosen.connect(self._start_demo)
        self.signed_out.clicked.connect(lambda: self.sign_in())
        for remedy, act in ((Remedy.SIGN_IN, self.sign_in), (Remedy.EDIT_CONNECTION, self.edit)):
            offer = RemedyOffer(remedy, window)
            offer.requested.connect(lambda _error, act=act: act())
        self._starter = SignInStarter(runner, window)
        self._starter.signed_in.connect(self._signed_in)
        bar.listed.connect(self._starter.set_listed)
        self._starter.nothing_found.connect(self._nothing_found)
        self._prompt = SignInPrompt(
            runner, self._starter, self.sign_in, self._edit_for_transfers, self
        )
        self._load = LatestJob(runner, self)
        self._load.answered.connect(self._loaded)
        for source in (self._starter.problem, self._load.failed):
            source.connect(self.problem)

    @property
    def is_signed_out(self) -> bool:
        """Whether the user must sign in before anything works."""
        return self._error is not None

    def start(self, connection: Connection) -> None:
        """Take the window's connection, which may work."""
        was_signed_out = self.is_signed_out
        self._connection, self._error, self._waiting = connection, None, 0
        self._starter.drop()
        if was_signed_out:
            self.changed.emit()

    def _show_error(self, error: AppError) -> None:
        """Show that the user must sign in to the connection."""
        self._error = error
        self._show()
        self.changed.emit()
        if self.pages.currentWidget() is self.welcome:
            self.welcome.focus()
        else:
            self.signed_out.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_profiles(self, connections: Sequence[Connection]) -> None:
        """Offer the profiles among the connections."""
        self.welcome.show_profiles([one.profile for one in connections if one.profile])

    def ask(self, waiting: int) -> None:
        """Ask the user to sign in, if files and folders wait for it; `waiting` is their number."""
        if not waiting:
            return
        self._waiting = waiting
        self._show()
        if self.pages.currentWidget() is not self.welcome:
            self.sign_in()

    def add(self, way: Way) -> None:
        """Open the form of a way."""
        self._with_saved(partial(self._open_form, way))

    def sign_in(self, connection: Connection | None = None) -> None:
        """Sign in again to a connection, or to the window's."""
        wanted = connection or self._connection
        if wanted is not None:
            self._starter.start(wanted)

    def follow(self, *panels: Waiting) -> None:
        """Sign in for panels whose transfers wait for it."""
        for panel in panels:
            self._prompt.follow(panel)

    def offer_in(self, *openers: Opener) -> None:
        """Sign in for the windows that are opened for a connection, which may not be the own."""
        for opener in openers:
            opener.opened.connect(self._offer)

    def manage(self) -> None:
        """Open the Connections dialog."""
        if self._manager is None:
            from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog

            manager = self._manager = ConnectionsDialog(self._runner, self._window)
            manager.added.connect(self._start_added)
            manager.edited.connect(self._edited)
            manager.removed.connect(self._removed)
            manager.reordered.connect(self._bar.list_again)
            manager.signed_in.connect(self._signed_in)
        self._manager.show()
        self._manager.raise_()
        self._manager.activateWindow()

    def edit(self, connection: Connection | None = None) -> None:
        """Edit a connection, or the window's; one that isn't saved is saved with the changes."""
        wanted = connection or self._connection
        if wanted is not None:
            self._with_saved(lambda saved: self._edit(saved, wanted))

    # --- private ----------------------------------------------------------------------------------

    def _offer(self, window: QWidget, connection: Connection) -> None:
        """Let the banners of a window sign in to its connection, or edit it."""
        for remedy, act in ((Remedy.SIGN_IN, self.sign_in), (Remedy.EDIT_CONNECTION, self.edit)):
            RemedyOffer(remedy, window).requested.connect(lambda _error, act=act: act(connection))

    def _show(self) -> None:
        connection, error = self._connection, self._error
        if connection is None or error is None:
            return
        if is_default(connection):
            known = "" if error.code == "NoCredentialsError" else f"{error.title}. {error.detail}"
            self.welcome.show_waiting(self._waiting, known)
            self.pages.setCurrentWidget(self.welcome)
            return
        about = ngettext(
            "{count:,} file or folder is uploaded once you are signed in.",
            "{count:,} files and folders are uploaded once you are signed in.",
            self._waiting,
        ).format(count=self._waiting)
        self.signed_out.show_reason(
            EmptyReason(
                "person",
                text("{name}: {problem}", name=connection.name, problem=error.title),
                sentences(error.texts[1], about if self._waiting else ""),
                text("Sign in…"),
                "accent",
            )
        )
        self.pages.setCurrentWidget(self.signed_out)

    def _nothing_found(self, connection: Connection) -> None:
        """Edit a saved connection: its key is missing or wrong. Else, show the ways to sign in."""
        if connection.credentials:
            self._with_saved(lambda saved: self._edit(saved, connection))
        elif connection != self._connection:
            self.problem.emit(
                AppError(
                    text("There is nothing to sign in to"),
                    text("S3enc can't renew the keys of “{name}”.", name=connection.name),
                    text("Renew them where they come from, then try again."),
                )
            )
        else:
            self._error = self._error or AppError("")
            self.pages.setCurrentWidget(self.welcome)
            self.changed.emit()
            self.welcome.focus()

    def _edit(self, saved: SavedConnections, connection: Connection) -> None:
        found = saved.find(connection.credentials or "") or unsaved(connection)
        is_other = connection != self._connection  # the window keeps its own
        self._open_form(way_of(found), saved, found, is_other=is_other)

    def _edit_for_transfers(
        self, saved: SavedConnections, edited: SavedConnection, why: AppError
    ) -> QDialog:
        dialog = self._open_form(way_of(edited), saved, edited, is_other=True)
        dialog.banner.show_error(why)
        return dialog

    def _open_form(
        self,
        way: Way,
        saved: SavedConnections,
        edited: SavedConnection | None = None,
        *,
        is_other: bool = False,
    ) -> ConnectionDialog:
        from s3enc_gui.gui.connections.connection_dialog import ConnectionDialog  # for few starts

        dialog = ConnectionDialog(self._runner, way, saved.connections, self._window, edited=edited)
        dialog.saved.connect(self._other_saved if is_other else self._saved)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _signed_in(self, connection: Connection) -> None:
        """Start again: clients that were made before may keep the old session."""
        if connection == self._connection:
            self._bar.retry()

    def _start_added(self, saved: SavedConnection) -> None:
        self.added.emit(saved.connection, saved.bucket, saved.prefix)

    def _edited(self, saved: SavedConnection) -> None:
        connection = self._connection
        if connection is not None and connection.credentials == saved.id:
            self._start_added(saved)
        else:
            self._bar.list_again(saved.connection)

    def _removed(self, saved: SavedConnection) -> None:
        connection = self._connection
        if connection is not None and connection.credentials == saved.id:
            self.added.emit(Connection(), "", "")
        else:
            self._bar.list_again()

    def _saved(self, connection: SavedConnection, problem: AppError | None) -> None:
        self._start_added(connection)
        if problem:
            self.notice.emit(problem)

    def _other_saved(self, connection: SavedConnection, problem: AppError | None) -> None:
        self._edited(connection)
        if problem:
            self.notice.emit(problem)

    def _with_saved(self, then: Callable[[SavedConnections], object]) -> None:
        self._then = then
        self._load.ask(LoadConnections())

    def _loaded(self, saved: SavedConnections) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(saved)

    def _start_demo(self) -> None:
        program, *options = self._demo
        started, _pid = QProcess.startDetached(program, options)
        if started:
            self.notice.emit(AppError(text("The demo opens in a window of its own")))
        else:
            self.problem.emit(AppError(text("Can't start the demo"), code="Demo"))
