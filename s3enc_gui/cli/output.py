"""Results, errors and progress as text and JSON; prints them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.client_side.envelope import read_format
from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.headers.metadata import decoded_values
from s3enc_gui.domain.history.receipt import Receipt, plain
from s3enc_gui.domain.history.reverification import kept_receipt
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.progress import Speedometer
from s3enc_gui.domain.times import local
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.i18n import AnyText, _, ngettext, translate, untranslated
from s3enc_gui.jobs.uploads.upload import UploadResumed
from s3enc_gui.wording.formats import format_duration, format_size, format_speed
from s3enc_gui.wording.labels import finding_text, result_text

if TYPE_CHECKING:
    from s3enc_gui.domain.denial import Denial

INTERVAL = 0.2  # seconds between updates of the progress line
LINE_INTERVAL = 5.0  # seconds between progress lines if standard error is no terminal


class Denials:
    """The denied requests of a command. Their text is long: it is printed once, at the end."""

    def __init__(self) -> None:
        self._noted: dict[str, Denial] = {}  # by what would allow them

    def reset(self) -> None:
        """Forget all: a new command begins."""
        self._noted.clear()

    def note(self, denial: Denial | None) -> None:
        """Remember the denial of an error that is printed; only one of those that are alike."""
        if denial:
            from s3enc_gui.domain.policy.allowing import changes  # few commands are denied any

            self._noted.setdefault(repr((denial.permissions, changes(denial))), denial)

    def print_text(self) -> None:
        """Print the text about the first denial, and how many others there are."""
        found = list(self._noted.values())
        if not found:
            return
        from s3enc_gui.wording.administrator_text import administrator_text

        printer.message(f"\n{_('Text for your administrator:')}\n\n{administrator_text(found[0])}")
        if others := len(found) - 1:
            line = ngettext(
                "{count:,} other permission is missing. With --json, all errors have theirs.",
                "{count:,} other permissions are missing. With --json, all errors have theirs.",
                others,
            )
            printer.message(line.format(count=others))


denials = Denials()
"""The denials of this process's command."""


def print_json(document: Mapping[str, object]) -> None:
    """Print a JSON document, in ASCII unless standard output is UTF-8."""
    # A lone surrogate (an undecodable byte of a file name) becomes its JSON escape.
    printer.result(json.dumps(document, indent=2, ensure_ascii=not printer.is_utf8))


def error_document(error: AppError) -> dict[str, object]:
    """Return an error as JSON, in the source language; a denial with what would allow it."""
    title, detail, hint = map(untranslated, error.texts)
    document: dict[str, object] = {
        "code": error.code,
        "title": title,
        "detail": detail,
        "hint": hint,
    }
    if error.denial:
        from s3enc_gui.wording.administrator_text import administrator_document

        document["denial"] = administrator_document(error.denial)
    return document


def outcome_document(outcome: Outcome, bucket: str) -> dict[str, object]:
    """Return a file's receipt, and its error, as JSON.

    The verdict is that of this run; the receipt of an earlier run may be of a better one.
    """
    document = plain(kept_receipt(outcome, Receipt.of(outcome, bucket)))
    document["verdict"] = outcome.result.value
    document["error"] = error_document(outcome.error) if outcome.error else None
    return document


def details_document(details: ObjectDetails) -> dict[str, object]:
    """Return the details of an object as JSON; times in ISO 8601."""
    client_side = read_format(details.metadata)
    document = {
        **asdict(details),
        "size": details.size if details.size >= 0 else None,
        "metadata": details.decoded_metadata,
        "content": decoded_values(asdict(details.content)),
        "context": None if details.context is None else dict(details.context),
        "uri": details.location.uri,
        "parts": details.parts,
        "client_side": client_side and asdict(client_side),
        "key_account": details.key_account,
        "key_region": details.key_region,
    }
    return {name: _jsonable(value) for name, value in document.items()}


def _jsonable(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {name: _jsonable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def print_error(error: AppError) -> None:
    """Print an error."""
    printer.message(error_text(error))


def print_final_error(error: AppError) -> None:
    """Print an error after the printer has ended."""
    printer.final_message(error_text(error))


def error_text(error: AppError) -> str:
    """Return an error as text: the title, then indented lines. Its denial is noted."""
    denials.note(error.denial)
    code = f" [{error.code}]" if error.code else ""
    lines = [f"  {single_line(line)}" for line in (error.detail, error.command_hint) if line]
    return "\n".join([single_line(f"{error.title}{code}"), *lines])


def print_note(note: AnyText) -> None:
    """Print a line on standard error unless it is empty."""
    if line := str(note):
        printer.message(single_line(line))


def single_line(line: str) -> str:
    """Escape line breaks and control characters, which file names may contain."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in line
    )


def print_outcome(outcome: Outcome, bucket: str, *, quiet: bool) -> None:
    """Print the result of a file, with what differs and the error."""
    ok = outcome.result in (Result.VERIFIED, Result.SKIPPED)
    if ok and quiet:
        return
    uri = (
        outcome.details.location.uri if outcome.details else Location(bucket, outcome.item.key).uri
    )
    line = f"{result_text(outcome.result)}: {outcome.item.path} → {uri}"
    lines = [single_line(f"{line}{_earlier_text(outcome)}")]
    for doubt in outcome.proof.doubts if outcome.proof else ():
        lines.append(f"  {single_line(finding_text(doubt))}")
    if outcome.error and not ok:
        lines.append(error_text(outcome.error))
    if outcome.result is Result.EXISTS:
        lines.append(f"  {exists_hint()}")
    printer.result("\n".join(lines), ok=ok)
    if outcome.error and ok:
        print_error(outcome.error)


def print_notice(notice: ListingNotice | ServerNotice) -> None:
    """Print what is unusual about a listing, or what a server doesn't support."""
    printer.message(_("Note: {notice}").format(notice=translate(notice.value)))


def _earlier_text(outcome: Outcome) -> str:
    stored = outcome.again.receipt.ended if outcome.again else None
    if stored is None:
        return ""
    day = f"{local(stored):%Y-%m-%d}"
    return " " + _("(already uploaded by this command on {date})").format(date=day)


def print_restarted(item: UploadItem) -> None:
    """Print that the upload of a file starts over."""
    line = _("{file} changed during its upload. The upload starts over.")
    printer.message(single_line(line.format(file=item.path)))


def print_resumed(resumed: UploadResumed) -> None:
    """Print that an interrupted upload is resumed."""
    line = ngettext(
        "Resuming an interrupted upload: {verified:,} of {count:,} file already stored.",
        "Resuming an interrupted upload: {verified:,} of {count:,} files already stored.",
        resumed.files,
    )
    printer.message(line.format(verified=resumed.verified, count=resumed.files))


class PacedLine:
    """Progress on standard error: one line on a terminal, else a line every few seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def show(self, line: str) -> None:
        """Print the line, unless the last one was printed a short time ago."""
        if printer.is_terminal:
            printer.progress(line)
        elif time.monotonic() - self._last >= LINE_INTERVAL:
            self._last = time.monotonic()
            printer.message(line)


class ProgressLine:
    """Bytes transferred, speed and remaining time, on one line of a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shown = 0.0
        self._meter = Speedometer()
        self._visible = printer.is_terminal

    def add(self, change: int, *, known: bool = False) -> None:
        """Count bytes; negative if a part is retried, `known` if sent by an earlier run."""
        self._done += change
        if known:
            self._meter.skip(change)
        now = time.monotonic()
        if self._visible and now - self._shown >= INTERVAL:
            self._shown = now
            self._meter.add(now, self._done)
            printer.progress(self._line())

    def _line(self) -> str:
        sizes = {"done": format_size(self._done), "total": format_size(self._total)}
        speed, remaining = self._meter.speed, self._meter.remaining(self._total)
        parts = [_("{done} of {total}").format(**sizes)]
        if speed:
            parts.append(format_speed(speed))
        if remaining is not None:
            parts.append(time_left(remaining))
        return " · ".join(parts)


def time_left(seconds: float) -> str:
    """Return the remaining time: `3 min 05 s left`."""
    return _("{duration} left").format(duration=format_duration(seconds))


def exists_hint() -> str:
    """Return what to do about a name that already exists."""
    return _("Use --if-exists overwrite, rename or skip.")
