"""Puts the houses together, and takes them apart in reverse.

Qt is imported only where a window is opened: the command line is built on this module too.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from s3enc_gui.demo.process import DemoError, DemoServer
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services, in_memory
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.journal.opener import JournalOpener
from s3enc_gui.store.paths import instances_path, journal_path, settings_path
from s3enc_gui.store.settings_file import SettingsFile

if TYPE_CHECKING:
    from s3enc_gui.gui.bridge.runner import Runner
    from s3enc_gui.gui.window.main_window import MainWindow

DEMO = "Demo"
DEMO_BUCKET = "demo-bucket"  # shown first: a bucket of the demo's sample data


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What the command line of the window said."""

    demo: bool = False
    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    ca_bundle: str | None = None
    bucket: str = ""
    prefix: str = ""
    files: tuple[str, ...] = ()

    @property
    def connection(self) -> Connection:
        """The connection it named."""
        return Connection(self.profile, self.region, self.endpoint_url, self.ca_bundle)


def build_services(
    credentials: Mapping[str, Mapping[str, str]] | None = None,
    *,
    keep_journal: bool = True,
    deadline: float | None = None,
) -> Services:
    """Return the services; `credentials` are held in memory only, by a connection's name.

    Without `keep_journal` nothing is written down; `deadline` is how many seconds of bad weather
    transfers wait for better (None: they do).
    """
    journal = JournalOpener(journal_path(), instances_path()) if keep_journal else in_memory
    return Services(OpenSessions(credentials), SettingsFile(settings_path()), journal, deadline)


def run_window(options: WindowOptions) -> int:
    """Open the window; return the exit status when it is closed."""
    import shiboken6
    from PySide6.QtWidgets import QApplication

    from s3enc_gui.gui.bridge.job_runner import JobRunner
    from s3enc_gui.gui.exception_hook import shown_by
    from s3enc_gui.gui.interrupt import interruptible
    from s3enc_gui.gui.theme import Theme
    from s3enc_gui.gui.uploads.wizard import UploadWizard
    from s3enc_gui.gui.window.main_window import MainWindow

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    application = QApplication(["s3enc-gui"])
    application.setApplicationName("s3enc")
    application.setDesktopFileName("s3enc")
    Theme(application)
    credentials: dict[str, Mapping[str, str]] = {}
    with ExitStack() as stack:
        services = build_services(credentials, keep_journal=not options.demo)
        stack.callback(services.close)
        runner = JobRunner(services)
        window = MainWindow(runner, UploadWizard, keeps=not options.demo)
        stack.callback(shiboken6.delete, window)
        stack.enter_context(shown_by(window.show_problem))
        demo = _Demo(options, credentials) if options.demo else None
        if demo:
            stack.callback(demo.server.stop)
        # From here on threads may run: they end before anything they use.
        stack.callback(runner.shutdown)
        stack.callback(services.keep)
        stack.callback(window.hide)
        stack.enter_context(interruptible())
        window.show()
        if options.files:
            window.upload(options.files)
        if demo:
            demo.begin(runner, window)
        else:
            window.start(options.connection, options.bucket, options.prefix)
        return application.exec()


@dataclass(frozen=True, slots=True)
class _StartDemo:
    """The job that starts the demo's server."""

    server: DemoServer

    def run(self, context: Context) -> DemoServer:
        """Return the server, ready. Raises AppError."""
        del context
        try:
            return self.server.start()
        except DemoError as error:
            raise AppError("The demo cannot be started", str(error), code="Demo") from error


class _Demo:
    """Starts the demo with the window already up, and connects the window to it."""

    def __init__(self, options: WindowOptions, credentials: dict[str, Mapping[str, str]]) -> None:
        self.server = DemoServer()
        self._options, self._credentials = options, credentials

    def begin(self, runner: Runner, window: MainWindow) -> None:
        """Start the server off the GUI thread."""
        self._window = window
        window.wait("Starting the demo…")
        handle = runner.start(_StartDemo(self.server))
        handle.succeeded.connect(self._ready)
        handle.failed.connect(self._failed)

    def _ready(self, server: DemoServer) -> None:
        _leave_the_users_aws(server.environment)
        self._credentials[DEMO] = server.environment
        connection = Connection(
            endpoint_url=server.endpoint_url, region=server.region, credentials=DEMO
        )
        self._window.start(connection, self._options.bucket or DEMO_BUCKET, self._options.prefix)

    def _failed(self, error: AppError) -> None:
        self._window.fail_to_start(error)


def _leave_the_users_aws(environment: Mapping[str, str]) -> None:
    """Replace every AWS variable of this process: no profile, key or endpoint of the user's."""
    for name in [name for name in os.environ if name.upper().startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(environment)
    # The demo is on loopback, where no proxy leads.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"
