"""Which statements of a policy apply to a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.policy.conditions import Context, holds
from s3enc_gui.domain.policy.document import BucketPolicy, Condition, Names, Statement
from s3enc_gui.domain.policy.patterns import matches, matches_longer
from s3enc_gui.domain.policy.principals import includes
from s3enc_gui.domain.policy.truth import Truth, all_of, any_of, negated


class Reach(Enum):
    """To how many of the objects a statement applies."""

    NONE = "none"
    SOME = "some"
    ALL = "all"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Objects:
    """The ARNs of the objects of similar requests, or only how all of them begin."""

    arns: tuple[str, ...] = ()
    start: str = ""
    _known: dict[Names, Reach] = field(default_factory=dict, repr=False, compare=False)

    def reach(self, resources: Names) -> Reach:
        """Return how many of the objects `Resource` or `NotResource` contains."""
        if resources not in self._known:  # several requests have the same objects
            self._known[resources] = self._reach(resources)
        return self._known[resources]

    def _reach(self, resources: Names) -> Reach:
        every = any_of(matches_longer(one, self.start) for one in resources.values)
        if self.start and every is not None:
            return _reach({every != resources.excluded})
        if not self.arns:
            return Reach.UNKNOWN
        return _reach({_contains(resources, arn) for arn in self.arns})


@dataclass(frozen=True, slots=True)
class Request:
    """An action on objects, such as `s3:PutObject`; `caller` None: not known."""

    action: str
    objects: Objects
    context: Context
    caller: Identity | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A statement that applies to a request (`certain`), or may apply to it.

    `undecided` are the conditions that this computer can't evaluate.
    """

    statement: Statement
    certain: bool
    reach: Reach
    undecided: tuple[Condition, ...] = ()


def applying(policy: BucketPolicy, request: Request, *, denies: bool) -> Iterator[Application]:
    """Yield the statements that deny (or allow) a request, certainly or perhaps."""
    for statement in policy.statements:
        if statement.denies is denies and (found := _application(statement, request)):
            yield found


def _application(statement: Statement, request: Request) -> Application | None:
    reach = request.objects.reach(statement.resources)
    conditions = [(one, holds(one, request.context)) for one in statement.conditions]
    found = all_of(
        (
            _is_action(statement.actions, request.action),
            _truth(reach),
            includes(statement.principals, request.caller),
            *(truth for _, truth in conditions),
        )
    )
    if found is False:
        return None
    undecided = tuple(one for one, truth in conditions if truth is None)
    return Application(statement, found is True, reach, undecided)


def _is_action(actions: Names, action: str) -> Truth:
    """Return whether `Action` or `NotAction` is about an action; case doesn't matter."""
    found = any_of(matches(name.lower(), action.lower()) for name in actions.values)
    return negated(found) if actions.excluded else found


def _contains(resources: Names, arn: str) -> Truth:
    found = any_of(matches(one, arn) for one in resources.values)
    return negated(found) if resources.excluded else found


def _truth(reach: Reach) -> Truth:
    return None if reach is Reach.UNKNOWN else reach is not Reach.NONE


def _reach(found: set[Truth]) -> Reach:
    if found == {True}:
        return Reach.ALL
    if True in found:
        return Reach.SOME
    return Reach.NONE if found == {False} else Reach.UNKNOWN
