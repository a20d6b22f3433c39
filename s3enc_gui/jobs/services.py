"""Services for jobs: AWS sessions, settings, journal, transfer queue, event loop."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from s3enc_gui.aio.event_loop import EventLoop
from s3enc_gui.aio.outage_gate import OutageGate
from s3enc_gui.desktop.interface import Desktop, NoDesktop
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.jobs.uploads.queue.queue_client import Transfers
from s3enc_gui.s3.network.settings import network
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.secrets import PROXY_PASSWORD
from s3enc_gui.store.crashes.ended_crashes import EndedCrashes
from s3enc_gui.store.customer_keys.customer_keys import CustomerKeys
from s3enc_gui.store.files.scratch_folder import ScratchFolder
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.log.log_file import LogFile
from s3enc_gui.store.paths import crashes_path, log_path
from s3enc_gui.store.process_lock import OnlyProcess
from s3enc_gui.store.settings_file import SettingsFile

if TYPE_CHECKING:
    from s3enc_gui.store.downloads.in_memory import InMemoryRecords

T = TypeVar("T")


def in_memory() -> Journal:
    """Return a journal in memory."""
    return Journal(None, OnlyProcess())


class Services:
    """Built by `app`, used by jobs on their threads.

    `open_journal` blocks, and is called once, when the journal is first needed; see JournalOpener.
    Jobs fail after an outage of `deadline` seconds (None: they wait).
    """

    def __init__(
        self,
        aws_sessions: OpenSessions,
        settings: SettingsFile,
        open_journal: Callable[[], Journal] = in_memory,
        deadline: float | None = None,
        session_sources: SessionSources | None = None,
        log: LogFile | None = None,
        desktop: Desktop | None = None,
    ) -> None:
        self.aws_sessions, self.settings, self.deadline = aws_sessions, settings, deadline
        self.session_sources = session_sources or SessionSources(ConnectionStore())
        self.log = log or LogFile(log_path())
        self.desktop = desktop or NoDesktop()
        self.crashes = EndedCrashes(crashes_path())
        self._open_journal = open_journal
        self._journal: Journal | None = None
        self._lock = Lock()
        self._shutting_down = False
        self._downloads_in_memory: InMemoryRecords | None = None
        self.scratch = ScratchFolder()
        self._loop = EventLoop()
        self._gates: set[OutageGate] = set()
        network.read_from(self.network_settings)
        self.transfers = self._queue(deadline)

    def _queue(self, deadline: float | None) -> Transfers:
        return Transfers(
            self._loop,
            lambda: self.journal,
            self.aws_sessions.renewed,
            speed_limit=self.settings.speed_limit,
            deadline=deadline,
            parallel_requests=self.settings.parallel_requests,
        )

    @contextmanager
    def apart(self, deadline: float) -> Iterator[Services]:
        """Yield the same services with a queue and a journal of their own, in memory only.

        Their transfers are neither shown nor recorded. They fail after an outage of `deadline`
        seconds.
        """
        services = copy(self)
        services._journal = in_memory()  # noqa: SLF001 - its own copy
        services.transfers = services._queue(deadline)  # noqa: SLF001 - as above
        try:
            yield services
        finally:
            services.transfers.close()
            services._journal.close()  # noqa: SLF001 - as above

    @property
    def connections(self) -> ConnectionStore:
        """The saved connections, their secrets and sign-ins."""
        return self.session_sources.store

    @property
    def customer_keys(self) -> CustomerKeys:
        """The customer-provided keys (SSE-C)."""
        return self.session_sources.customer_keys

    def network_settings(self) -> NetworkSettings:
        """Return the administrator's, else the saved ones, with the proxy's password; blocks.

        Raises AppError where the keyring is locked, or the administrator's can't be read.
        """
        managed = self.session_sources.managed()
        saved = managed.network or self.settings.network()
        if managed.network:
            saved = replace(saved, locked_by=managed.set_by)
        if saved.proxy is not ProxyUse.MANUAL or not saved.user:
            return saved
        return replace(saved, password=self.connections.secrets.get_text(PROXY_PASSWORD) or "")

    @property
    def downloads_in_memory(self) -> InMemoryRecords:
        """The records of downloads that can't be written to disk."""
        from s3enc_gui.store.downloads.in_memory import InMemoryRecords  # only for downloads

        with self._lock:
            if self._downloads_in_memory is None:
                self._downloads_in_memory = InMemoryRecords()
            return self._downloads_in_memory

    @property
    def journal(self) -> Journal:
        """The journal. Raises AppError if it can't be opened."""
        with self._lock:
            if self._journal is None:
                self._journal = self._open_journal()
            return self._journal

    @property
    def journal_problem(self) -> AppError | None:
        """Why the opened journal is in memory, not on disk; None otherwise."""
        problem: AppError | None = getattr(self._open_journal, "problem", None)
        return problem

    def aws_session(self, connection: Connection) -> AwsSession:
        """Return the session of a connection, opened on first use. Raises AppError."""
        return self.aws_sessions.of(connection)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the event loop, and wait for its result."""
        return self._loop.run(work)

    @contextmanager
    def retrying(self, outage_gate: OutageGate) -> Iterator[None]:
        """Let `retry_now` reach the gate of a job; transfers have theirs in the queue."""
        self._gates.add(outage_gate)  # sets of objects change atomically
        try:
            yield
        finally:
            self._gates.discard(outage_gate)

    def retry_now(self) -> None:
        """Let everything that waits for the end of an outage try again at once."""
        self.transfers.retry_now()
        if self._gates:
            self._loop.run(self._try_gates())

    async def _try_gates(self) -> None:
        for outage_gate in tuple(self._gates):
            outage_gate.try_now()

    def reconnect(self) -> None:
        """Give up connections that may be dead without knowing it, and retry at once; blocks.

        A computer that slept may be in another network, and servers have forgotten it.
        """
        if self._loop.is_running:
            self._loop.run(self.aws_sessions.reconnect())
        self.retry_now()

    def signed_in(self) -> None:
        """Use new sessions after a sign-in, and let what waits for it go on."""
        self.aws_sessions.forget_all()
        self.retry_now()

    @property
    def shutting_down(self) -> bool:
        """Whether the program ends: jobs that are canceled now leave their transfers resumable."""
        return self._shutting_down

    def begin_shutdown(self) -> None:
        """Let canceled jobs leave their transfers in the journal, and wait for no keyring."""
        self._shutting_down = True
        self.connections.secrets.hurry()
        self.customer_keys.hurry()

    def close(self) -> None:
        """Leave running transfers in the journal, and close everything."""
        self.desktop.close()
        self.transfers.close()
        if self._loop.is_running:
            self._loop.run(self.aws_sessions.close_transports())
        self._loop.close()
        self.aws_sessions.close()
        if self._journal is not None:
            self._journal.close()
        self.scratch.close()
        self.crashes.close()
        network.read_from(NetworkSettings)
