"""The result of a change of encryption as text."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.domain.encryption.comparison import algorithm_text
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.run import Receipt, RunResult
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.i18n import N_, _, ngettext, translate
from s3enc_gui.wording.customer_keys.key_text import customer_key_text
from s3enc_gui.wording.formats import NOT_KNOWN, format_count, objects_text
from s3enc_gui.wording.labels import bucket_key_text, capitalized, short_key
from s3enc_gui.wording.reencryption.labels import reason_text, state_text

_NO_BREAK = "\u00a0"  # a space at which no line ends
UNDO_NOTE = N_(
    "Undoing brings back kind and key where they still work. Date, ETag and versions of copied"
    " objects stay as they are now."
)


def summary_text(result: RunResult) -> str:
    """Return the objects by state; where it wraps, each state keeps its number."""
    counts = result.counts.items()
    items = (f"{state_text(state)}: {format_count(count)}" for state, count in counts)
    return f"{_NO_BREAK}· ".join(item.replace(" ", _NO_BREAK) for item in items)


def encryption_text(status: EncryptionStatus | None) -> str:
    """Describe an object's encryption: `SSE-KMS, test_key, S3 Bucket Key on`."""
    if status is None:
        return translate(NOT_KNOWN)
    parts = [capitalized(str(algorithm_text(status)))]
    if status.key:
        parts.append(short_key(status.key))
    if status.customer_key:
        parts.append(customer_key_text(status.customer_key))
    if status.bucket_key:
        parts.append(bucket_key_text(True))
    if status.client_side:
        parts.append(_("client-side"))
    return ", ".join(parts)


def receipt_error(receipt: Receipt) -> AppError:
    """Return what is to be said about one object, as the message of a banner."""
    planned, changed = receipt.planned, receipt.changed
    title = _("{state}: {key}").format(state=state_text(changed.state), key=planned.key)
    if error := changed.error:
        detail = " ".join(filter(None, (f"{error.title}.", error.detail)))
        return error.rewritten(title, detail, error.command_hint)
    if changed.state is State.VERIFIED:
        detail = _("S3 reports {encryption}.").format(encryption=encryption_text(changed.after))
        return AppError(title, detail)
    reason = capitalized(reason_text(planned.choice.reason))
    return AppError(title, changed.doubts or (f"{reason}." if reason else ""))


def result_lines(result: RunResult) -> Iterator[str]:
    """Yield the objects by state, the first problems, and what undoing can't bring back."""
    for state, count in result.counts.items():
        yield _("{state}: {objects}").format(state=state_text(state), objects=objects_text(count))
    for key, state_name, why in map(_problem, result.shown):
        yield f"  {state_name}: {key}: {why}"
    if more := _more_text(result):
        yield f"  {more}"
    if result.changed:
        yield translate(UNDO_NOTE)


def _more_text(result: RunResult) -> str:
    """Return how many problems there are besides the first ones; "" for none."""
    more = result.problems - len(result.shown)
    if more <= 0:
        return ""
    line = ngettext("… and {count} more.", "… and {count} more.", more)
    return line.format(count=format_count(more))


def _problem(receipt: Receipt) -> tuple[str, str, str]:
    changed = receipt.changed
    reason = reason_text(receipt.planned.choice.reason)
    why = str(changed.error.title) if changed.error else reason or str(changed.doubts)
    return receipt.planned.key, state_text(changed.state), why
