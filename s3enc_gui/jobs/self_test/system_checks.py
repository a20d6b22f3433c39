"""What the program needs of the system: keyring, certificate authorities, clock."""

from __future__ import annotations

from concurrent.futures import wait
from datetime import UTC, datetime, timedelta

from s3enc_gui.aio.daemon_threads import DaemonThreads
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.self_test.component_check import (
    Component,
    ComponentCheck,
    failed,
    ok,
    skipped,
)
from s3enc_gui.domain.times import local
from s3enc_gui.i18n import Moment, text, text_plural
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.network.trust import count_authorities
from s3enc_gui.store.connections.secrets import keyring_name

KEYRING_TIME = 15.0  # seconds; a session bus may start the keyring first
EARLIEST, LATEST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MAX_SKEW = timedelta(minutes=5)  # AWS refuses requests whose time is off by 15 minutes
_SET_CLOCK = text("Let the system set its clock automatically.")


def keyring_check() -> ComponentCheck:
    """Name the system's keyring; nothing is read from it."""
    threads = DaemonThreads("keyring")  # it may not answer for good
    try:
        asked = threads.submit(keyring_name)
        if not wait([asked], KEYRING_TIME).done:
            return failed(
                Component.KEYRING,
                text("The system's keyring didn't answer in time."),
                text("Unlock it, or sign out of this computer and in again."),
            )
        name = asked.result()
    except Exception as error:  # noqa: BLE001 - backends raise errors of their own
        reason = type(error).__name__
        refused = text("The system's keyring didn't answer: {reason}", reason=reason)
        return failed(Component.KEYRING, refused)
    finally:
        threads.close()
    if not name:
        return skipped(
            Component.KEYRING,
            text("This system has no keyring."),
            text("Secrets are kept until S3enc ends. To keep them longer, install one."),
        )
    return ok(Component.KEYRING, name)


def policy_check(context: Context) -> ComponentCheck:
    """Read the policy of the administrator: without a valid one, nothing else works."""
    try:
        managed = context.services.session_sources.managed()
    except AppError as error:
        return failed(Component.POLICY, error.texts[1], error.texts[2])
    return ok(Component.POLICY, managed.origin or text("There is none"))


def trust_check(context: Context, ca_bundle: str | None) -> ComponentCheck:
    """Count the certificate authorities that requests trust."""
    try:
        bundle = ca_bundle or context.services.network_settings().ca_bundle or None
        count = count_authorities(bundle)
    except (AppError, OSError) as error:  # includes ssl.SSLError
        reason = str(error)
        unusable = text("Certificates can't be read: {reason}", reason=reason)
        return failed(Component.TRUST, unusable, text("Choose another CA bundle."))
    if count is None:
        return ok(Component.TRUST, text("The system decides which authorities are trusted"))
    if count == 0:
        return failed(
            Component.TRUST,
            text("No certificate authority is trusted: every https:// request would fail."),
            text("Install the system's certificate authorities (ca-certificates)."),
        )
    return ok(Component.TRUST, text_plural("{count:,} authority", "{count:,} authorities", count))


def clock_check() -> ComponentCheck:
    """Whether the time can be right."""
    time = now()
    shown = Moment(time, f"{local(time):%Y-%m-%d %H:%M:%S %z}", "second")
    if not EARLIEST < time < LATEST:
        return failed(Component.CLOCK, text("It is wrong: {time}.", time=shown), _SET_CLOCK)
    return ok(Component.CLOCK, shown)


def skew_check(server_time: datetime) -> ComponentCheck:
    """Compare the clock with that of the server."""
    seconds = round(abs((now() - server_time).total_seconds()))
    if seconds > MAX_SKEW.total_seconds():
        differs = text_plural(
            "It differs from the server's by {count:,} second.",
            "It differs from the server's by {count:,} seconds.",
            seconds,
        )
        return failed(Component.CLOCK, differs, _SET_CLOCK)
    shown = Moment(server_time, f"{local(server_time):%Y-%m-%d %H:%M:%S %z}", "second")
    return ok(Component.CLOCK, text("{time}, like the server's", time=shown))
