"""AppError: equality, copies and what they keep."""

from __future__ import annotations

from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.errors import AppError

DENIAL = Denial("PutObject", (Permission("s3:PutObject", "arn:aws:s3:::b/*"),), request_id="1")
ERROR = AppError("Denied", "No.", "Ask.", "AccessDenied", denial=DENIAL)


def test_in_other_words_it_keeps_code_and_denial() -> None:
    other = ERROR.rewritten("“a” wasn't copied", "Denied. No.", "Ask.")
    assert (other.title, other.code, other.denial) == ("“a” wasn't copied", "AccessDenied", DENIAL)


def test_windows_name_no_options() -> None:
    error = AppError("No Region", "", "Choose one (--region), or sign in (without --no-sign).", "R")
    assert error.hint == "Choose one, or sign in."
    assert error.message == "No Region. Choose one, or sign in."
    assert str(error) == "No Region [R]. Choose one (--region), or sign in (without --no-sign)."
    assert AppError("A", "", "Ask (your administrator).").hint == "Ask (your administrator)."


def test_the_same_failure_of_two_requests_is_equal() -> None:
    assert AppError("Denied", "No.", "Ask.", "AccessDenied") == ERROR
    assert len({ERROR, AppError("Denied", "No.", "Ask.", "AccessDenied")}) == 1
