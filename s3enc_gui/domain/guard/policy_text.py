"""Edits the text of a bucket policy: S3enc's statements change, every other byte stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.rules import OWN_SIDS, Json, normal
from s3enc_gui.i18n import text

LIMIT = 20 * 1024
"""The longest bucket policy in bytes (S3 User Guide, bucket policies)."""

_SPACE = " \t\n\r"
_DECODER = json.JSONDecoder()
_NEW = '{"Version":"2012-10-17","Statement":[]}'


@dataclass(frozen=True, slots=True)
class Span:
    """A statement in the text of a policy: `start` to `end`, and its value."""

    start: int
    end: int
    value: Json

    @property
    def is_own(self) -> bool:
        """Whether it is one of S3enc's."""
        return self.value.get("Sid") in OWN_SIDS


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy with its statements; `start` and `end` are those of the element Statement."""

    text: str
    start: int
    end: int
    spans: tuple[Span, ...]

    @classmethod
    def parse(cls, policy: str) -> PolicyText:
        """Find the statements of a policy. Raises AppError where it isn't one."""
        try:
            found = [one for one in _members(policy) if one[0] == "Statement"]
            json.loads(policy)  # nothing after the object
            ((_, start, end, value),) = found
            spans = _statements(policy, start, end, value)
        except (ValueError, RecursionError, IndexError) as error:
            raise AppError(
                text("The bucket policy can't be edited"),
                text("What the server returned isn't a policy in JSON with one Statement."),
                text("Nothing was written. Correct the policy first."),
                code="UnreadablePolicy",
            ) from error
        return cls(policy, start, end, spans)

    @property
    def statements(self) -> tuple[Json, ...]:
        """The values of all statements."""
        return tuple(one.value for one in self.spans)

    @property
    def others(self) -> tuple[str, ...]:
        """The texts of the statements that aren't S3enc's, exactly as they are."""
        return tuple(self.text[one.start : one.end] for one in self.spans if not one.is_own)

    def replaced(self, statements: Iterable[Json]) -> str:
        """Return the policy with S3enc's statements replaced by these; empty: none is left.

        The texts of all other statements, and what is around them, stay as they are.
        """
        wanted = list(statements)
        if [one.value for one in self.spans if one.is_own] == wanted:
            return self.text
        kept = [one for one in self.spans if not one.is_own]
        if not kept and not wanted:
            return ""
        added = [self._written(one) for one in wanted]
        inside = self._between(kept) + self._lead().join(["", *added]) if kept else ""
        if not kept:
            lead = self._indent()
            inside = ",".join(lead + one for one in added)
        return f"{self.text[: self.start]}[{inside}{self._tail()}]{self.text[self.end :]}"

    def _between(self, kept: list[Span]) -> str:
        """Return the kept statements with what separates them; a removed one takes its own."""
        parts = [self._indent(), self.text[kept[0].start : kept[0].end]]
        order = list(self.spans)
        for after in kept[1:]:
            position = order.index(after)
            gap = self.text[order[position - 1].end : after.start]
            parts += [gap, self.text[after.start : after.end]]
        return "".join(parts)

    def _indent(self) -> str:
        """Return what is before the first statement of a list."""
        is_list = self.text[self.start] == "["
        first = self.spans[0].start if self.spans else self.start + 1
        return self.text[self.start + 1 : first] if is_list else ""

    def _tail(self) -> str:
        """Return what is after the last statement of a list."""
        is_list = self.text[self.start] == "["
        return self.text[self.spans[-1].end : self.end - 1] if is_list and self.spans else ""

    def _lead(self) -> str:
        return f",{self._indent()}"

    def _written(self, statement: Json) -> str:
        """Return a statement as text, indented as the others."""
        indent = self._indent()
        if "\n" not in indent:
            return json.dumps(statement, separators=(",", ":"))
        margin = indent.rpartition("\n")[2]
        return json.dumps(statement, indent=2).replace("\n", f"\n{margin}")


def new_policy() -> PolicyText:
    """Return a policy without statements, for buckets that have none."""
    return PolicyText.parse(_NEW)


def edited(policy: str, statements: Iterable[Json]) -> str:
    """Return a policy (empty: there is none) with S3enc's statements replaced; empty: delete it.

    Raises AppError where it can't be edited, or would be longer than S3 accepts.
    """
    wanted = list(statements)
    if not policy and not wanted:
        return ""
    found = PolicyText.parse(policy) if policy else new_policy()
    changed = found.replaced(wanted)
    check_length(changed)
    return changed


def check_length(policy: str) -> None:
    """Raise AppError for a policy that is longer than S3 accepts."""
    length = len(policy.encode())
    if length > LIMIT:
        raise AppError(
            text("The bucket policy would be too long"),
            text(
                "It would have {length:,} bytes. Amazon S3 accepts up to {limit:,}.",
                length=length,
                limit=LIMIT,
            ),
            text("Nothing was written. Shorten or remove other statements first."),
            code="PolicyTooLong",
        )


def same_policy(one: str, other: str) -> bool:
    """Whether two policies mean the same, however a server writes them.

    The order of names and values and lists of one value don't matter; the statements' order does
    neither, as a Deny outweighs every Allow.
    """
    if one == other:
        return True
    try:
        return bool(one and other) and normal(json.loads(one)) == normal(json.loads(other))
    except (ValueError, RecursionError):
        return False


def pretty(policy: str) -> str:
    """Return a policy with one value per line, to be compared; as it is if it isn't JSON."""
    try:
        return json.dumps(json.loads(policy), indent=2, ensure_ascii=False) + "\n"
    except (ValueError, RecursionError):
        return policy


def _statements(policy: str, start: int, end: int, value: Any) -> tuple[Span, ...]:  # noqa: ANN401
    if isinstance(value, dict):
        return (Span(start, end, value),)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(value)
    return tuple(Span(*one) for one in _elements(policy, start))


def _members(policy: str) -> Iterator[tuple[str, int, int, Any]]:
    """Yield the members of the outermost object: name, start and end of the value, value."""
    position = _skipped(policy, 0)
    if policy[position] != "{":
        raise ValueError(policy)
    position = _skipped(policy, position + 1)
    while policy[position] != "}":
        name, position = scanstring(policy, position + 1, True)
        start = _skipped(policy, _skipped(policy, position) + 1)
        value, end = _DECODER.raw_decode(policy, start)
        yield name, start, end, value
        position = _following(policy, end)


def _elements(policy: str, start: int) -> Iterator[tuple[int, int, Any]]:
    """Yield the elements of a list: start, end and value."""
    position = _skipped(policy, start + 1)
    while policy[position] != "]":
        value, end = _DECODER.raw_decode(policy, position)
        yield position, end, value
        position = _following(policy, end)


def _following(policy: str, end: int) -> int:
    """Return the position of the next element after a value, or of the closing bracket."""
    position = _skipped(policy, end)
    return _skipped(policy, position + 1) if policy[position] == "," else position


def _skipped(policy: str, position: int) -> int:
    while policy[position] in _SPACE:
        position += 1
    return position
