"""The result of a change of encryption as text."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.domain.reencryption.run import Receipt, RunResult
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.formats import format_count, objects_text
from s3enc_gui.wording.reencryption.labels import reason_text, state_text


def result_lines(result: RunResult) -> Iterator[str]:
    """Yield the objects by state, the first problems, and what undoing can't bring back."""
    for state, count in result.counts.items():
        yield _("{state}: {objects}").format(state=state_text(state), objects=objects_text(count))
    for receipt in result.shown:
        yield f"  {problem_text(receipt)}"
    if (more := result.problems - len(result.shown)) > 0:
        line = ngettext("… and {count} more.", "… and {count} more.", more)
        yield f"  {line.format(count=format_count(more))}"
    if result.changed:
        yield _(
            "Undoing brings back kind and key where they still work. Date, ETag and versions of"
            " copied objects stay as they are now."
        )


def problem_text(receipt: Receipt) -> str:
    """Return an object's state, its key, and why: `Failed: a/b: Access denied`."""
    changed = receipt.changed
    reason = reason_text(receipt.planned.choice.reason)
    why = changed.error.title if changed.error else reason or changed.doubts
    return f"{state_text(changed.state)}: {receipt.planned.key}: {why}"
