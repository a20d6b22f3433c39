"""The result of a change of encryption as text."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.domain.reencryption.run import Receipt, RunResult
from s3enc_gui.i18n import N_, _, ngettext, translate
from s3enc_gui.wording.formats import format_count, objects_text
from s3enc_gui.wording.reencryption.labels import reason_text, state_text

UNDO_NOTE = N_(
    "Undoing brings back kind and key where they still work. Date, ETag and versions of copied"
    " objects stay as they are now."
)


def state_rows(result: RunResult) -> list[tuple[str, str]]:
    """Return state and objects, as texts."""
    return [(state_text(state), format_count(count)) for state, count in result.counts.items()]


def problem_rows(result: RunResult) -> list[tuple[str, str, str]]:
    """Return key, state and reason of the first problems, as texts."""
    return [_problem(receipt) for receipt in result.shown]


def more_text(result: RunResult) -> str:
    """Return how many problems there are besides the first ones; "" for none."""
    more = result.problems - len(result.shown)
    if more <= 0:
        return ""
    line = ngettext("… and {count} more.", "… and {count} more.", more)
    return line.format(count=format_count(more))


def result_lines(result: RunResult) -> Iterator[str]:
    """Yield the objects by state, the first problems, and what undoing can't bring back."""
    for state, count in result.counts.items():
        yield _("{state}: {objects}").format(state=state_text(state), objects=objects_text(count))
    for key, state_name, why in problem_rows(result):
        yield f"  {state_name}: {key}: {why}"
    if more := more_text(result):
        yield f"  {more}"
    if result.changed:
        yield translate(UNDO_NOTE)


def _problem(receipt: Receipt) -> tuple[str, str, str]:
    changed = receipt.changed
    reason = reason_text(receipt.planned.choice.reason)
    why = str(changed.error.title) if changed.error else reason or str(changed.doubts)
    return receipt.planned.key, state_text(changed.state), why
