"""What jobs may ask for: the clouds, this machine's settings and journal, the queue."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from threading import Lock
from typing import Any, TypeVar

from s3enc_gui.aio.event_loop import EventLoop
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.uploads.queue.transfers import Transfers
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.downloads.in_memory import InMemoryRecords
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import OnlyProcess
from s3enc_gui.store.settings_file import SettingsFile

T = TypeVar("T")


def in_memory() -> Journal:
    """Return a journal that ends with the program."""
    return Journal(None, OnlyProcess())


class Services:
    """Built by `app`, used by jobs on their threads.

    `open_journal` is called once, when the journal is first needed: it blocks; its `problem`, where
    it has one, is why it had to do without the one on the disk. After `deadline`
    seconds of bad weather transfers fail (None: they wait).
    """

    def __init__(
        self,
        aws_sessions: OpenSessions,
        settings: SettingsFile,
        open_journal: Callable[[], Journal] = in_memory,
        deadline: float | None = None,
    ) -> None:
        self.aws_sessions, self.settings = aws_sessions, settings
        self._open_journal = open_journal
        self._journal: Journal | None = None
        self._lock = Lock()
        self._keeps = False
        self.downloads_in_memory = InMemoryRecords()
        self._loop = EventLoop()
        self.transfers = Transfers(
            self._loop,
            lambda: self.journal,
            aws_sessions.reopened,
            speed_limit=settings.speed_limit,
            deadline=deadline,
        )

    @property
    def journal(self) -> Journal:
        """The journal; raises AppError where it cannot be opened."""
        with self._lock:
            if self._journal is None:
                self._journal = self._open_journal()
            return self._journal

    @property
    def journal_problem(self) -> AppError | None:
        """Why the journal, once it was opened, is not the one on the disk."""
        problem: AppError | None = getattr(self._open_journal, "problem", None)
        return problem

    def aws_session(self, connection: Connection) -> AwsSession:
        """Return the cloud behind a connection, opened on first use. Raises AppError."""
        return self.aws_sessions.of(connection)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await something on the loop of all requests, and wait for its result."""
        return self._loop.run(work)

    @property
    def keeps(self) -> bool:
        """Whether jobs that are stopped from now on leave their transfers for another time."""
        return self._keeps

    def keep(self) -> None:
        """Let the end of a job be no reason to cancel its transfers: the program ends."""
        self._keeps = True

    def close(self) -> None:
        """Keep what is under way for another time, and close everything."""
        self.transfers.close()
        if self._loop.is_running:
            self._loop.run(self.aws_sessions.hang_up())
        self._loop.close()
        self.aws_sessions.close()
        if self._journal is not None:
            self._journal.close()
