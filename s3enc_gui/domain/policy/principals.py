"""Whether a statement is about the caller (IAM User Guide, JSON policy elements: Principal)."""

from __future__ import annotations

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.policy.document import Principals
from s3enc_gui.domain.policy.truth import Truth, any_of
from s3enc_gui.regex import regex

_ACCOUNT = regex(r"(?:arn:[a-z-]+:iam::)?([0-9]{12})(?::root)?")
_ROLE = regex(r"arn:[a-z-]+:iam::([0-9]{12}):role/(?:.*/)?([^/]+)")
_SESSION = regex(r"arn:[a-z-]+:sts::([0-9]{12}):assumed-role/([^/]+)/.*")


def includes(principals: Principals, caller: Identity | None) -> Truth:
    """Return whether the caller is one of the principals; None for the caller: not known."""
    found = any_of(_is(kind, name, caller) for kind, name in principals.values)
    if not principals.excluded:
        return found
    # The caller's account and role must be excluded, too: with a match, only AWS can tell.
    return True if found is False else False if ("AWS", "*") in principals.values else None


def _is(kind: str, name: str, caller: Identity | None) -> Truth:
    if kind == "Service":
        return False  # a person's request
    if kind == "AWS" and name == "*":
        return True
    if kind != "AWS" or caller is None:
        return None
    if caller.is_anonymous:
        return False  # only "everyone" includes it
    if name == caller.arn:
        return True
    if account := _ACCOUNT.fullmatch(name):
        return account[1] == caller.account
    if not name.startswith("arn:"):  # the unique ID of a user or role that was deleted
        return None
    role, session = _ROLE.fullmatch(name), _SESSION.fullmatch(caller.arn)
    # A session's ARN lacks the path of its role; the name is unique in the account.
    return role is not None and session is not None and role.groups() == session.groups()
