"""A virtual desktop: screen, window manager, session bus and accessibility bus."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.end_to_end import children, session_bus
from tests.end_to_end.atspi.bus import Bus
from tests.end_to_end.atspi.reading import AccessibleContext
from tests.end_to_end.atspi.widget import Widget, applications
from tests.end_to_end.screen import Area, Screen
from tests.end_to_end.waiting import wait_for

_INHERITED = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "USER", "LOGNAME", "TZ")
_A11Y_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")

# No key bindings: all keys go to the program. New windows get the focus.
_OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <placement><policy>Smart</policy><center>yes</center></placement>
  <keyboard/>
  <theme><name>Clearlooks</name></theme>
  <desktops><number>1</number></desktops>
</openbox_config>
"""

# Without a desktop environment Qt reads the color scheme from a portal. Its KDE theme needs no
# service: it reads the colors from this file.
_KDE_DARK = """[Colors:View]
BackgroundNormal=27,30,32
BackgroundAlternate=35,38,41
ForegroundNormal=252,252,252
ForegroundInactive=161,169,177
ForegroundLink=29,153,243
ForegroundVisited=155,89,182
[Colors:Window]
BackgroundNormal=42,46,50
ForegroundNormal=252,252,252
[Colors:Button]
BackgroundNormal=49,54,59
ForegroundNormal=252,252,252
[Colors:Selection]
BackgroundNormal=61,174,233
ForegroundNormal=252,252,252
[Colors:Tooltip]
BackgroundNormal=49,54,59
ForegroundNormal=252,252,252
[KDE]
LookAndFeelPackage=org.kde.breezedark.desktop
"""


class Desktop:
    """Xvfb, openbox, D-Bus and AT-SPI in a temporary home; stops all it started on exit.

    `home` is the children's HOME, `screen` their keyboard and mouse.
    """

    def __init__(self, width: int = 1280, height: int = 800, *, dark: bool = False) -> None:
        self.width, self.height, self._dark = width, height, dark
        self._stack = ExitStack()
        self._environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="desktop-"))
            self._stack = stack
            self.folder, self.home = Path(folder), Path(folder, "home")
            self._bus_socket = self.folder / "session-bus"
            self._make_home()
            self._start_screen()
            self._start_window_manager()
            self._start_buses()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def environment(self) -> dict[str, str]:
        """The environment of programs on this desktop, without the user's variables."""
        return dict(self._environment)

    def start(
        self, argv: Sequence[str | os.PathLike[str]], *, log: str = "program.log", **more: str
    ) -> subprocess.Popen[bytes]:
        """Start a program; `more` are extra variables. It stops with the desktop."""
        return self._start(argv, log=log, more=more)

    def application(self, process: subprocess.Popen[bytes], timeout: float = 30.0) -> Widget:
        """The program on the accessibility bus; waits for its first window."""

        def look() -> Widget | None:
            assert process.poll() is None, f"ended with {process.returncode}:\n{self.log()}"
            found = [app for pid, app in applications(self._context) if pid == process.pid]
            return next((app for app in found if len(app.seen(items=False)) > 1), None)

        app = wait_for(look, timeout, what=f"window of process {process.pid}", otherwise=self.log)
        assert app is not None
        return app

    def screenshot(self, path: Path, area: Area | None = None) -> None:
        """Save the screen, or a part of it, as a PNG."""
        self.screen.screenshot(path, area)

    def log(self, name: str = "program.log") -> str:
        """The output of the programs that use that log."""
        path = self.folder / name
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _start(
        self,
        argv: Sequence[str | os.PathLike[str]],
        *,
        log: str,
        more: dict[str, str] | None = None,
        pass_fds: Sequence[int] = (),
    ) -> subprocess.Popen[bytes]:
        process = children.start(
            argv, self._environment | (more or {}), log=self.folder / log, pass_fds=pass_fds
        )
        self._stack.callback(children.stop, process)
        return process

    def _make_home(self) -> None:
        runtime = self.folder / "runtime"
        for path in (self.home, runtime):
            path.mkdir(mode=0o700)
        self._environment = {
            **{name: os.environ[name] for name in _INHERITED if name in os.environ},
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_RUNTIME_DIR": str(runtime),
            # Set for all children before the bus starts: otherwise they start their own.
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._bus_socket}",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self._bus_socket}",
            "LANG": "C.UTF-8",
            "GSETTINGS_BACKEND": "memory",
            "PYTHONFAULTHANDLER": "1",
            "PYTHONUNBUFFERED": "1",
            "QT_QPA_PLATFORM": "xcb",
            "QT_ACCESSIBILITY": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        if self._dark:
            (self.home / ".config").mkdir()
            (self.home / ".config/kdeglobals").write_text(_KDE_DARK, "utf-8")
            self._environment |= {"XDG_CURRENT_DESKTOP": "KDE", "KDE_SESSION_VERSION": "6"}

    def _start_screen(self) -> None:
        reading, writing = os.pipe()
        size = f"{self.width}x{self.height}x24"
        words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-dpi", "96"]
        words += ["-nolisten", "tcp", "-noreset", "-nocursor", "-fbdir", str(self.folder)]
        with os.fdopen(reading) as display:
            try:
                self._start(words, log="xvfb.log", pass_fds=[writing])
            finally:
                os.close(writing)
            number = display.readline().strip()
        assert number, f"Xvfb did not start:\n{self.log('xvfb.log')}"
        self._environment["DISPLAY"] = f":{number}"
        frame = self.folder / "Xvfb_screen0"
        self.screen = Screen(self._environment, frame, self.folder)

    def _start_window_manager(self) -> None:
        config, ready = self.folder / "openbox.xml", self.folder / "openbox-ready"
        config.write_text(_OPENBOX, "utf-8")
        words = ["openbox", "--sm-disable", "--config-file", str(config)]
        self._start([*words, "--startup", f"touch {ready}"], log="openbox.log")
        wait_for(ready.exists, what="openbox", otherwise=lambda: self.log("openbox.log"))

    def _start_buses(self) -> None:
        socket = self._bus_socket
        self._start(session_bus.command(socket), log="dbus.log")
        wait_for(socket.exists, what="session bus", otherwise=lambda: self.log("dbus.log"))
        launcher = next(path for path in _A11Y_LAUNCHERS if Path(path).exists())
        self._start([launcher, "--launch-immediately"], log="at-spi.log")
        with Bus(f"unix:path={socket}") as session:
            a11y = wait_for(session.accessibility_address, what="org.a11y.Bus")
        self._context = AccessibleContext(self._stack.enter_context(Bus(a11y)), self.screen)
