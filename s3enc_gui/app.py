"""Builds the services, and runs the window on them.

Qt is imported only to open a window, because the command line uses this module, too.
"""

from __future__ import annotations

import gc
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import field
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.desktop.interface import Desktop
from s3enc_gui.desktop.this_desktop import this_desktop
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.desktop.handover import Handover
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.i18n import _, language, text
from s3enc_gui.jobs.connections.first_connection import FindFirstConnection, FirstConnection
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.failures import FAILURES
from s3enc_gui.jobs.services import Services, in_memory
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.s3.session.started_environment import restore_environment
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.crashes.core_dumps import switch_off_core_dumps
from s3enc_gui.store.crashes.crash_file import CrashFile
from s3enc_gui.store.instance.meeting_place import MeetingPlace, meeting_place
from s3enc_gui.store.journal.opener import JournalOpener
from s3enc_gui.store.paths import crashes_path, instances_path, journal_path, settings_path
from s3enc_gui.store.settings_file import SettingsFile
from s3enc_gui.version import VERSION

if TYPE_CHECKING:
    from s3enc_gui.demo.launcher import DemoServer
    from s3enc_gui.gui.bridge.runner import Runner
    from s3enc_gui.gui.instance.meeting import Meeting
    from s3enc_gui.gui.window.main_window import MainWindow

DEMO = "Demo"
DEMO_BUCKET = "demo-bucket"  # the bucket of the sample data that is opened first


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """The options of `s3enc-gui`."""

    demo: bool = False
    connection: Connection = field(default_factory=Connection)
    bucket: str = ""
    prefix: str = ""
    files: tuple[str, ...] = ()
    connection_name: str | None = None  # of a saved one

    @property
    def is_shared(self) -> bool:
        """Whether an instance that runs already can do what this start is for.

        It takes only files: a start that opens a bucket has a window of its own, as the demo has.
        """
        return not (self.demo or self.bucket or self.prefix)


def build_services(
    credentials: Mapping[str, Mapping[str, str]] | None = None,
    *,
    keep_journal: bool = True,
    deadline: float | None = None,
    desktop: Desktop | None = None,
) -> Services:
    """Return the services.

    `credentials` by connection name are kept in memory only. Without `keep_journal` there are no
    receipts and nothing can be resumed. `deadline`: seconds that transfers retry during an outage
    (None: no limit). `desktop`: of the window.
    """
    journal = JournalOpener(journal_path(), instances_path()) if keep_journal else in_memory
    sources = SessionSources(ConnectionStore(), credentials)
    settings = SettingsFile(settings_path())
    return Services(
        OpenSessions(sources.find), settings, journal, deadline, sources, desktop=desktop
    )


def about_text(program: str) -> str:
    """Return the versions in one line."""
    system = f"{platform.system()} {platform.release()} ({platform.machine()})"
    return f"{program} {VERSION}, Python {platform.python_version()}, {system}"


def start_log(services: Services, program: str, level: LogLevel) -> None:
    """Write the log; it starts with the versions."""
    services.log.start(level, about_text(program))


def _versions() -> str:
    from s3enc_gui.gui.help.about import versions

    return f"S3enc {VERSION}\n{versions()}"


def watch_for_crashes(program: str) -> CrashFile:
    """Keep the traceback of a crash of this process, and none of its memory, until closed."""
    switch_off_core_dumps()
    return CrashFile(crashes_path(), program, about_text(program))


def run_window(options: WindowOptions) -> int:
    """Open the window; return the exit status once it is closed.

    Returns at once where a window that is open already takes the files.
    """
    from s3enc_gui.gui.instance.meeting import Meeting
    from s3enc_gui.gui.widgets.bring_to_front import own_token
    from s3enc_gui.store.log.terminal_log import log_to_terminal

    meeting = Meeting(_place(options))
    if meeting.joined(Handover(options.files, own_token())):
        return 0
    with closing(watch_for_crashes("s3enc-gui")):
        log_to_terminal(left_out=FAILURES)  # the window shows them
        return _open_window(options, meeting)


def _place(options: WindowOptions) -> MeetingPlace | None:
    if not options.is_shared:
        return None
    return meeting_place([repr(options.connection), options.connection_name])


def _open_window(options: WindowOptions, meeting: Meeting) -> int:
    import shiboken6
    from PySide6.QtCore import QLocale

    from s3enc_gui.gui.application_style import Theme
    from s3enc_gui.gui.bridge.job_runner import JobRunner
    from s3enc_gui.gui.bridge.notice_relay import NoticeRelay
    from s3enc_gui.gui.instance.application import Application
    from s3enc_gui.gui.interrupt import interruptible
    from s3enc_gui.gui.late_wizard import late_wizard
    from s3enc_gui.gui.problem_reports.problem_reports import reported
    from s3enc_gui.gui.qt_translations import install_qt_translations
    from s3enc_gui.gui.window.main_window import MainWindow

    application = Application(["s3enc-gui"])
    restore_environment()
    application.setApplicationName("s3enc")
    application.setDesktopFileName("s3enc")
    install_qt_translations(application, QLocale(language()))
    theme = Theme(application)
    credentials: dict[str, Mapping[str, str]] = {}
    with ExitStack() as stack:
        services = build_services(
            credentials, keep_journal=not options.demo, desktop=this_desktop()
        )
        theme.choose(services.settings.appearance())
        stack.callback(services.log.stop)
        start_log(services, "s3enc-gui", services.settings.log_level())
        stack.callback(services.close)
        runner = JobRunner(services)
        window = MainWindow(
            runner, late_wizard(runner), keeps=not options.demo, demo=_demo_command(options)
        )
        stack.callback(shiboken6.delete, window)
        relay = NoticeRelay()
        relay.noticed.connect(window.notices.add)
        services.aws_sessions.on_notice = relay.tell
        stack.enter_context(reported(runner, window, _versions, window.show_problem))
        demo = _Demo(options, credentials) if options.demo else None
        if demo:
            stack.callback(demo.server.stop)
        # Threads run from here on; they must end before what they use is closed.
        stack.callback(runner.shutdown)
        stack.callback(services.begin_shutdown)
        stack.callback(window.hide)
        stack.callback(meeting.end)
        meeting.begin(application, window, window)
        stack.enter_context(interruptible())
        stack.callback(_remembered(runner, services, window, options))
        window.show()
        if options.files:
            window.upload(options.files)
        if demo:
            demo.begin(runner, window)
        else:
            start = _Start(options, window)
            start.begin(runner)
        gc.enable()
        return application.exec()


def _remembered(
    runner: Runner, services: Services, window: MainWindow, options: WindowOptions
) -> Callable[[], object]:
    """Bring the window back as it was left; return what remembers it at the end."""
    from s3enc_gui.gui.window.layout_memory import remembered

    if options.demo:
        return lambda: None
    return remembered(runner, window, window.place, services.settings.window.layout)


def _demo_command(options: WindowOptions) -> Sequence[str]:
    """Return what starts the demo; empty in the demo itself, and where it isn't installed."""
    from s3enc_gui.demo.launcher import window_command

    return () if options.demo else window_command()


@dataclass(frozen=True, slots=True)
class _StartDemo:
    """Job that starts the demo server."""

    server: DemoServer

    def run(self, context: Context) -> DemoServer:
        """Return the started server. Raises AppError."""
        from s3enc_gui.demo.launcher import DemoError

        del context
        try:
            return self.server.start()
        except DemoError as error:
            raise AppError(text("Can't start the demo"), error.reason, code="Demo") from error


class _Start:
    """Finds the connection to open with, and connects the window."""

    def __init__(self, options: WindowOptions, window: MainWindow) -> None:
        self._options, self._window = options, window

    def begin(self, runner: Runner) -> None:
        """Read the saved connections off the GUI thread."""
        options = self._options
        handle = runner.start(FindFirstConnection(options.connection, options.connection_name))
        handle.succeeded.connect(self._ready)
        handle.failed.connect(self._window.fail_to_start)

    def _ready(self, first: FirstConnection) -> None:
        options, place = self._options, first.location
        if place and not options.bucket:
            self._window.start(first.connection, place.bucket, options.prefix or place.key)
        else:
            self._window.start(first.connection, options.bucket, options.prefix)


class _Demo:
    """Starts the demo server while the window is shown, and connects the window to it."""

    def __init__(self, options: WindowOptions, credentials: dict[str, Mapping[str, str]]) -> None:
        from s3enc_gui.demo.launcher import DemoServer

        self.server = DemoServer()
        self._options, self._credentials = options, credentials

    def begin(self, runner: Runner, window: MainWindow) -> None:
        """Start the server off the GUI thread."""
        self._window = window
        window.wait(_("Starting the demo…"))
        handle = runner.start(_StartDemo(self.server))
        handle.succeeded.connect(self._ready)
        handle.failed.connect(self._failed)

    def _ready(self, server: DemoServer) -> None:
        use_only(server.environment)
        self._credentials[DEMO] = server.environment
        connection = Connection(
            endpoint_url=server.endpoint_url, region=server.region, credentials=DEMO
        )
        self._window.start(connection, self._options.bucket or DEMO_BUCKET, self._options.prefix)

    def _failed(self, error: AppError) -> None:
        self._window.fail_to_start(error)


def use_only(environment: Mapping[str, str]) -> None:
    """Replace the AWS_* variables of this process: no profile, key or endpoint of the user."""
    for name in [name for name in os.environ if name.upper().startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(environment)
    # A proxy can't reach the demo server on loopback.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"
