"""A real keyring: gnome-keyring on a session bus of its own, in a temporary home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from tests.end_to_end import children, session_bus
from tests.end_to_end.waiting import wait_for
from tests.guards import isolation

ROOT = Path(__file__).parents[3]
PASSWORD = "the keyring's"
PROMPTER = "org.gnome.keyring.SystemPrompter"  # gnome-keyring's dialogs; none is on the bus
# Prints, as JSON: results of calls (an error: its code and detail), the backend, modules of event
# loops, and connections to anything but a local socket.
_PROGRAM = """import json, sys
connected = []
def audit(event, arguments):
    if event == "socket.getaddrinfo" or event == "socket.connect" and type(arguments[1]) is tuple:
        connected.append(repr(arguments[1:]))
sys.addaudithook(audit)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.connections.secrets import Secrets
secrets = Secrets(answer_time=float(sys.argv[1]))
results = []
for method, *arguments in json.loads(sys.argv[2]):
    try:
        results.append(getattr(secrets, method)(*arguments))
    except AppError as error:
        results.append([error.code, error.detail])
    if method == "set_text" and secrets.problem:
        results[-1] = [secrets.problem.code, secrets.problem.detail]
loops = [name for name in ("gi", "dbus", "PySide6", "PyQt6", "PyQt5") if name in sys.modules]
backend = type(secrets._backend).__module__
print(json.dumps({"results": results, "backend": backend, "loops": loops, "network": connected}))
"""
# Accepts every dialog (BeginPrompting), and never says that it is ready or done.
_PROMPTER = f"""from jeepney import MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
bus = open_dbus_connection("SESSION")
bus.send_and_get_reply(message_bus.RequestName("{PROMPTER}"))
while True:
    message = bus.receive()
    if message.header.message_type is MessageType.method_call:
        print(message, flush=True)
        bus.send(new_method_return(message))
"""


class SecretService:
    """gnome-keyring-daemon. Its collection is locked until `start` gets the password."""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="keyring-")))
            socket = self.folder / "bus"
            self.environment = {
                **isolation.variables(self.folder),
                "PATH": os.environ["PATH"],
                "DBUS_SESSION_BUS_ADDRESS": f"unix:path={socket}",
            }
            del self.environment["PYTHON_KEYRING_BACKEND"]
            bus = children.start(
                session_bus.command(socket), self.environment, log=self.folder / "bus.log"
            )
            stack.callback(children.stop, bus)
            wait_for(socket.exists, what="session bus", otherwise=self.log)
            self._bus = stack.enter_context(open_dbus_connection(f"unix:path={socket}"))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def start(self, *, unlock: bool) -> subprocess.Popen[bytes]:
        """Start the daemon, and wait until it answers."""
        words = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        password = self.folder / "password"
        password.write_text(PASSWORD if unlock else "", "utf-8")
        daemon = children.start(
            [*words, *["--unlock"] * unlock],
            self.environment,
            log=self.folder / "daemon.log",
            stdin=password,
        )
        self._stack.callback(children.stop, daemon)
        wait_for(
            lambda: self._is_there("org.freedesktop.secrets"),
            what="gnome-keyring",
            otherwise=self.log,
        )
        return daemon

    def leave_dialogs_open(self) -> None:
        """Start what shows the dialogs; whoever is asked for a password there never answers."""
        prompter = children.start(
            [sys.executable, "-c", _PROMPTER], self.environment, log=self.folder / "prompter.log"
        )
        self._stack.callback(children.stop, prompter)
        wait_for(lambda: self._is_there(PROMPTER), what="prompter", otherwise=self.log)

    def ask(self, *calls: tuple[str, ...], answer_time: float = 60) -> dict[str, Any]:
        """Call methods of a `Secrets` in a process of its own; return what `_PROGRAM` prints."""
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(answer_time), json.dumps(calls)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=90,
        )
        assert done.returncode == 0, f"{done.stderr}\n{self.log()}"
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def log(self) -> str:
        """What the bus and the daemon wrote."""
        return "\n".join(path.read_text("utf-8") for path in self.folder.glob("*.log"))

    def _is_there(self, name: str) -> bool:
        question = message_bus.NameHasOwner(name)
        return bool(self._bus.send_and_get_reply(question, timeout=10).body[0])
