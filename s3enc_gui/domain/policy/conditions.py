"""Condition operators (IAM User Guide, JSON policy elements: condition operators)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.policy.document import Condition
from s3enc_gui.domain.policy.patterns import VARIABLE, matches, matches_arn
from s3enc_gui.domain.policy.truth import Truth, agreed, any_of, negated


@dataclass(frozen=True, slots=True)
class UnknownText:
    """A value that a request has, but that this computer doesn't know; it is none of `never`."""

    never: frozenset[str] = frozenset()


Value = str | UnknownText | None
"""The value of a condition key; None: the request has no such key."""

Context = Mapping[str, tuple[Value, ...]]
"""The possible values of condition keys, whose names are in lowercase; others aren't known."""

NOT_KNOWN: tuple[Value, ...] = (None, UnknownText())


def holds(condition: Condition, context: Context) -> Truth:
    """Return whether a condition is met, whichever of the possible values the request has."""
    possible = context.get(condition.key, NOT_KNOWN)
    return agreed(_compare(condition.operator, value, condition.values) for value in possible)


def is_negated(operator: str) -> bool:
    """Whether an operator is met by other values than those given, such as `StringNotEquals`."""
    return "Not" in operator


def _compare(operator: str, actual: Value, wanted: tuple[str, ...]) -> Truth:
    if operator == "Null":
        return any((actual is None) == (value.lower() == "true") for value in wanted)
    base = operator.removesuffix("IfExists")
    test = _TESTS.get(base.replace("Not", ""))
    if test is None:  # dates, addresses, operators for several values
        return None
    if actual is None:  # equals nothing; with IfExists the condition is met
        return is_negated(base) or base != operator
    found = any_of(_test(test, value, actual) for value in wanted)
    return negated(found) if is_negated(base) else found


def _test(test: Callable[[str, str], Truth], wanted: str, actual: str | UnknownText) -> Truth:
    if isinstance(actual, UnknownText):
        return False if wanted in actual.never else None
    return None if VARIABLE in wanted else test(wanted, actual)


def _number(compare: Callable[[float, float], bool]) -> Callable[[str, str], Truth]:
    def test(wanted: str, actual: str) -> Truth:
        try:
            return compare(float(actual), float(wanted))
        except ValueError:
            return None

    return test


_TESTS: Mapping[str, Callable[[str, str], Truth]] = {
    "StringEquals": lambda wanted, actual: wanted == actual,
    "StringEqualsIgnoreCase": lambda wanted, actual: wanted.lower() == actual.lower(),
    "StringLike": matches,
    "ArnEquals": matches_arn,  # the same as ArnLike
    "ArnLike": matches_arn,
    "Bool": lambda wanted, actual: wanted.lower() == actual.lower(),
    "NumericEquals": _number(lambda actual, wanted: actual == wanted),
    "NumericLessThan": _number(lambda actual, wanted: actual < wanted),
    "NumericLessThanEquals": _number(lambda actual, wanted: actual <= wanted),
    "NumericGreaterThan": _number(lambda actual, wanted: actual > wanted),
    "NumericGreaterThanEquals": _number(lambda actual, wanted: actual >= wanted),
}
