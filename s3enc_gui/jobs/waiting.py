"""Lets a job wait while its connection is lost or the user must sign in, and then go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import OutageGate
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.session_renewal import RenewableSession
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.bucket_session import BucketSession

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waits:
    """The gate of a job's requests, also for a job that blocks."""

    gate: OutageGate
    context: Context

    def wait(self, error: AppError, tries: int = 0) -> int:
        """Wait after a request's error until it can be sent again; see OutageGate.after. Blocks."""
        return self.context.services.run(self.gate.after(error, tries))

    def call(self, function: Callable[[], T]) -> T:
        """Call a function that sends a request; call it again after an outage. Blocks.

        Raises AppError, and Cancelled while it waits.
        """
        return self.context.services.run(self.gate.run(lambda: in_thread(function)))


@contextmanager
def waiting(
    context: Context,
    at_bucket: BucketSession,
    use: Callable[[BucketSession], None],
    deadline: float | None = None,
) -> Iterator[Waits]:
    """Yield the gate of a job's requests to a bucket; the job reports OutageChanged.

    `use` gets the bucket with each new session. The outage ends for the job after `deadline`
    seconds (None: never), and when the job is canceled.
    """

    lasting: Outage | None = None
    has_ended = False

    def report(outage: Outage | None) -> None:
        nonlocal lasting
        if not has_ended:
            lasting = outage
            context.report(OutageChanged(outage))

    def renewed(aws_session: AwsSession) -> None:
        use(replace(at_bucket, session=aws_session))

    services, aws_session = context.services, at_bucket.session
    session = RenewableSession(
        at_bucket.region, at_bucket.bucket, aws_session, services.aws_sessions.renewed, renewed
    )
    connection, checkpoint = aws_session.connection, context.checkpoint
    gate = OutageGate(session.probe, report, deadline, connection, checkpoint)
    with services.retrying(gate):
        try:
            yield Waits(gate, context)
        finally:
            has_ended = True  # the gate may notice later that nothing waits any more
            if lasting:
                context.report(OutageChanged(replace(lasting, given_up=True)))
                context.report(OutageChanged(None))
