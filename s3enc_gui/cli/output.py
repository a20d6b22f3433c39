"""What is printed: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt, plain
from s3enc_gui.domain.history.reverification import kept_receipt
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.progress import Speedometer
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.jobs.uploads.upload import Resumed
from s3enc_gui.wording.labels import RESULT_TEXTS, format_duration, format_size, format_speed

EVERY = 0.2  # seconds between two looks of the progress line


def print_json(document: Mapping[str, object]) -> None:
    """Print one JSON document; in ASCII where standard output does not take all letters."""
    # Half a surrogate pair (a byte of a file's name that is no text) becomes its JSON escape.
    printer.result(json.dumps(document, indent=2, ensure_ascii=not printer.takes_all_letters))


def error_document(error: AppError) -> dict[str, str]:
    """Return an error for JSON."""
    return {
        "code": error.code,
        "title": error.title,
        "detail": error.detail,
        "hint": error.hint,
    }


def outcome_document(outcome: Outcome, bucket: str) -> dict[str, object]:
    """Return a file's receipt for JSON; on an error the error's parts.

    The verdict is that of this run: the receipt of an earlier one may know more.
    """
    document = plain(kept_receipt(outcome, Receipt.of(outcome, bucket)))
    document["verdict"] = outcome.result.value
    document["error"] = error_document(outcome.error) if outcome.error else None
    return document


def details_document(details: ObjectDetails) -> dict[str, object]:
    """Return all that is known of an object for JSON; moments in ISO 8601."""
    document = {
        **asdict(details),
        "uri": details.location.uri,
        "parts": details.parts,
        "key_account": details.key_account,
        "key_region": details.key_region,
    }
    return {name: _jsonable(value) for name, value in document.items()}


def _jsonable(value: Any) -> Any:  # noqa: ANN401 - as JSON itself
    if isinstance(value, dict):
        return {name: _jsonable(one) for name, one in value.items()}
    return value.isoformat() if isinstance(value, datetime) else value


def complain(error: AppError) -> None:
    """Print an error in words."""
    printer.say(error_lines(error))


def complain_last(error: AppError) -> None:
    """Print an error in words when the printer has ended."""
    printer.final_message(error_lines(error))


def error_lines(error: AppError) -> str:
    """Return an error in words, on several lines."""
    code = f" [{error.code}]" if error.code else ""
    more = [f"  {on_a_line(line)}" for line in (error.detail, error.hint) if line]
    return "\n".join([on_a_line(f"{error.title}{code}"), *more])


def note(words: str) -> None:
    """Print a line that is to be known before anything is done; of "" nothing."""
    if words:
        printer.say(on_a_line(words))


def on_a_line(text: str) -> str:
    """Return text without what a terminal would obey: names of files may hold anything."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def print_outcome(outcome: Outcome, bucket: str, *, quiet: bool) -> None:
    """Print what became of a file: a line where all is well, both sides where it is not."""
    fine = outcome.result in (Result.VERIFIED, Result.SKIPPED)
    if fine and quiet:
        return
    uri = (
        outcome.details.location.uri if outcome.details else Location(bucket, outcome.item.key).uri
    )
    line = f"{RESULT_TEXTS[outcome.result]}: {outcome.item.path} → {uri}"
    lines = [on_a_line(f"{line}{_earlier_text(outcome)}")]
    for doubt in outcome.proof.doubts if outcome.proof else ():
        line = f"{doubt.aspect.value}: asked for {doubt.asked}, stored as {doubt.stored}"
        lines.append(f"  {on_a_line(line)}")
    if outcome.error and not fine:
        lines.append(error_lines(outcome.error))
    if outcome.result is Result.EXISTS:
        lines.append("  That is: --if-exists overwrite, rename or skip.")
    printer.result("\n".join(lines), fine=fine)
    if outcome.error and fine:
        complain(outcome.error)


def say_notice(notice: ListingNotice) -> None:
    """Say what is unusual about a listing."""
    printer.say(f"Note: {notice.value}")


def _earlier_text(outcome: Outcome) -> str:
    stored = outcome.again.receipt.ended if outcome.again else None
    return (
        f" (already uploaded by this command on {stored.astimezone():%Y-%m-%d})" if stored else ""
    )


def say_started_over(item: UploadItem) -> None:
    """Say that what was sent of a file is of no use any more."""
    printer.say(
        on_a_line(f"{item.path} has changed since its upload began: all of it is sent anew.")
    )


def say_resumed(resumed: Resumed) -> None:
    """Say that an upload is gone on with."""
    files = "1 file is" if resumed.files == 1 else f"{resumed.files:,} files are"
    printer.say(
        f"Going on with an upload that was interrupted: {files} known,"
        f" {resumed.verified:,} had arrived."
    )


class OutageLine:
    """Says once that there is bad weather, and once that it has passed, if it has."""

    def __init__(self) -> None:
        self._outage_kind: OutageKind | None = None

    def say(self, outage: Outage | None) -> None:
        """Say what is new in a forecast."""
        before = self._outage_kind
        self._outage_kind = outage.kind if outage and not outage.given_up else None
        if outage and outage.given_up:
            return
        if outage and outage.kind is not before:
            title = on_a_line(outage.error.title).rstrip(".")
            printer.say(f"Waiting for better weather: {title}. It goes on by itself.")
            if outage.error.hint and outage.kind in _HELPED_BY_THE_USER:
                printer.say(f"  {on_a_line(outage.error.hint)}")
        elif before and not outage:
            lost = before is OutageKind.OFFLINE
            printer.say("The connection is back." if lost else "It goes on.")


_HELPED_BY_THE_USER = (OutageKind.SIGNED_OUT, OutageKind.CLOCK, OutageKind.DISK)


class ProgressLine:
    """One line on a terminal's standard error, overwritten as bytes go."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shown = 0.0
        self._meter = Speedometer()
        self._visible = printer.is_terminal

    def add(self, change: int, *, known: bool = False) -> None:
        """Count bytes; negative where a retry begins anew. `known` ones were there already."""
        self._done += change
        if known:
            self._meter.skip(change)
        now = time.monotonic()
        if self._visible and now - self._shown >= EVERY:
            self._shown = now
            self._meter.add(now, self._done)
            printer.progress(self._words())

    def _words(self) -> str:
        words = f"{format_size(self._done)} of {format_size(self._total)}"
        speed, remaining = self._meter.speed, self._meter.remaining(self._total)
        if speed:
            words += f" · {format_speed(speed)}"
        if remaining is not None:
            words += f" · {format_duration(remaining)} left"
        return words
