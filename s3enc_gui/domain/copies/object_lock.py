"""Object Lock of an object: what protects it, and how a copy is requested with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from s3enc_gui.domain.encryption.object_details import ObjectLock
from s3enc_gui.i18n import AnyText, Moment, text, text_plural


def is_locked(lock: ObjectLock) -> bool:
    """Whether Object Lock prevents deletion of the object; S3 doesn't copy it."""
    return bool(lock.mode) or lock.is_on_hold


def lock_text(lock: ObjectLock) -> AnyText:
    """Describe the Object Lock: `GOVERNANCE until 2030-01-01, legal hold`; `none`."""
    parts = tuple(_parts(lock))
    if not parts:
        return text("none")
    return reduce(lambda before, one: text("{some}, {more}", some=before, more=one), parts)


def _parts(lock: ObjectLock) -> Iterator[AnyText]:
    if lock.mode and lock.retain_until is None:
        yield lock.mode
    elif lock.mode and lock.retain_until:
        until = f"{lock.retain_until:%Y-%m-%d}"
        date = Moment(lock.retain_until, until, "day")
        yield text("{mode} until {date}", mode=lock.mode, date=date)
    if lock.legal_hold == "ON":
        yield text("legal hold")
    if lock.event_hold == "ON":
        after = duration_text(lock)
        yield text("event hold, then {duration}", duration=after) if after else text("event hold")


def duration_text(lock: ObjectLock) -> AnyText:
    """Return how long the object is retained after the end of its event hold; empty: not known."""
    if lock.event_days:
        return text_plural("{count:,} day", "{count:,} days", lock.event_days)
    if lock.event_years:
        return text_plural("{count:,} year", "{count:,} years", lock.event_years)
    return ""


def lock_parameters(lock: ObjectLock) -> dict[str, object]:
    """Return the parameters that request an Object Lock; empty without one."""
    parameters: dict[str, object] = {}
    if lock.mode and lock.retain_until:
        parameters["ObjectLockMode"] = lock.mode
        parameters["ObjectLockRetainUntilDate"] = lock.retain_until
    if lock.legal_hold == "ON":
        parameters["ObjectLockLegalHoldStatus"] = lock.legal_hold
    if lock.event_hold == "ON":
        parameters["ObjectLockEventHold"] = lock.event_hold
        if lock.event_days:
            parameters["ObjectLockEventHoldDurationDays"] = lock.event_days
        elif lock.event_years:
            parameters["ObjectLockEventHoldDurationYears"] = lock.event_years
    return parameters
