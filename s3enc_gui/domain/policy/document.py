"""The policy document: statements with their principals, actions, resources and conditions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator and one key; `key` in lowercase, as keys aren't case-sensitive.

    `written` is the key as the policy has it, to be shown.
    """

    operator: str
    key: str
    values: tuple[str, ...]
    written: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The values of an element such as `Action`; `excluded`: it is its opposite, `NotAction`."""

    values: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Principals:
    """(Type, name) pairs of `Principal`, or of its opposite `NotPrincipal`: `("AWS", "*")`."""

    values: tuple[tuple[str, str], ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; all of its conditions must hold. `sid` may be empty."""

    sid: str
    denies: bool
    principals: Principals
    actions: Names
    resources: Names
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class BucketPolicy:
    """The statements of a bucket policy; none if the bucket has no policy."""

    statements: tuple[Statement, ...] = ()

    @classmethod
    def parse(cls, document: str) -> BucketPolicy:
        """Read a policy in JSON. Raises AppError for anything else."""
        try:
            found = json.loads(document)
            return cls(tuple(_statement(one) for one in _list(found["Statement"])))
        except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
            raise AppError(
                text("The bucket policy can't be read"),
                text("The server's response isn't a policy document."),
                code="UnreadablePolicy",
            ) from error

    def conditions(self) -> Iterator[Condition]:
        """Yield the conditions of all statements."""
        for statement in self.statements:
            yield from statement.conditions


def _statement(found: Mapping[str, Any]) -> Statement:
    if found["Effect"] not in ("Allow", "Deny"):
        raise ValueError(found["Effect"])
    principals, excluded = _element(found, "Principal")
    return Statement(
        sid=str(found.get("Sid") or ""),
        denies=found["Effect"] == "Deny",
        principals=Principals(tuple(_principals(principals)), excluded),
        actions=_names(found, "Action"),
        resources=_names(found, "Resource"),
        conditions=tuple(_conditions(found.get("Condition") or {})),
    )


def _element(found: Mapping[str, Any], name: str) -> tuple[Any, bool]:
    """Return an element, or its opposite and True; a statement has one of them."""
    return (found[name], False) if name in found else (found[f"Not{name}"], True)


def _names(found: Mapping[str, Any], name: str) -> Names:
    value, excluded = _element(found, name)
    return Names(tuple(map(str, _list(value))), excluded)


def _principals(found: str | Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(found, str):
        yield "AWS", found
        return
    for kind, names in found.items():
        for name in _list(names):
            yield kind, str(name)


def _conditions(found: Mapping[str, Mapping[str, Any]]) -> Iterator[Condition]:
    for operator, operands in found.items():
        for key, values in operands.items():
            yield Condition(operator, key.lower(), tuple(map(_value, _list(values))), key)


def _value(value: object) -> str:
    """Return a value as text; JSON's true and false are as valid as strings."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    return value if isinstance(value, list) else [value]
