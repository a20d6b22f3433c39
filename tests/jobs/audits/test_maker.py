from __future__ import annotations

import getpass
import platform
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.audits.maker import audit_maker

ARN = "arn:aws:iam::111122223333:user/anna"


class Session:
    """A session that counts how often it asks for the caller."""

    def __init__(self, *, known: bool = False, has_sts: bool = True, fails: bool = False) -> None:
        self.known_identity = SimpleNamespace(arn=ARN) if known else None
        self.has_sts, self.asked, self._fails = has_sts, 0, fails

    def identity(self):
        self.asked += 1
        if self._fails:
            raise AppError("no")
        return SimpleNamespace(arn=ARN)


@pytest.mark.parametrize(
    ("session", "who", "asked"),
    [
        (Session(known=True), ARN, 0),
        (Session(), ARN, 1),
        (Session(has_sts=False), "", 0),
        (Session(fails=True), "", 1),
    ],
)
def test_the_caller_is_asked_for_at_most_once(monkeypatch, session, who, asked):
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")
    monkeypatch.setattr(platform, "node", lambda: "laptop")
    fake: Any = session
    found = audit_maker(fake)
    assert (found.user, found.who, session.asked) == ("anna@laptop", who, asked)


def test_a_user_without_a_name_is_no_error(monkeypatch):
    def fail() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", fail)
    session: Any = Session(known=True)
    assert audit_maker(session).user == ""
