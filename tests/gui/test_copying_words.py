from __future__ import annotations

import pytest

from s3enc_gui.domain.copy_outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copy_proof import CopyProof, Kept, Trait
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.outcome import Result
from s3enc_gui.domain.proof import Verdict
from s3enc_gui.gui.messages import copying
from s3enc_gui.jobs.copying import CopyProgress

LEFT = AppError("The source was not deleted", "It changed.", "Look at both.")
ERROR = AppError("Denied", "You may not.", "Ask.", "AccessDenied")
DIFFERS = CopyProof((Kept(Trait.ENCRYPTION, "SSE-KMS", "SSE-S3", Verdict.DIFFERENT),))


def outcome(result, **more):
    return CopyOutcome(Location("b", "a"), Location("b", "c"), result, **more)


@pytest.mark.parametrize("result", Result)
def test_every_result_has_a_word_a_sign_and_a_verdict(qapp, result):
    one = outcome(result)
    assert copying.copy_word(one)
    assert copying.copy_sign(one).icon
    error, tone = copying.copy_verdict(one)
    assert error.title
    assert tone in ("ok", "info", "warning", "error")


def test_a_move_whose_source_is_left_is_a_warning(qapp):
    one = outcome(Result.VERIFIED, left=LEFT)
    error, tone = copying.copy_verdict(one)
    assert (error.title, tone) == ("Copied and verified, but not moved", "warning")
    assert (error.detail, error.hint) == (
        "The source was not deleted. It changed.",
        "Look at both.",
    )
    assert copying.copy_sign(one).icon == "warning"
    assert copying.copy_word(outcome(Result.VERIFIED, moved=True)) == "Moved and verified"


def test_both_sides_of_a_difference_are_named(qapp):
    error, tone = copying.copy_verdict(outcome(Result.DIFFERENT, proof=DIFFERS, left=LEFT))
    assert error.detail.splitlines()[0] == ("Server-side encryption: source SSE-KMS, copy SSE-S3")
    assert tone == "error"


@pytest.mark.parametrize(
    ("result", "title", "tone"),
    [
        (CopyResult({Result.VERIFIED: 3}, 5), "Moved", "ok"),
        (CopyResult({Result.VERIFIED: 3}, left=1), "Not everything was moved", "warning"),
        (CopyResult({Result.FAILED: 1}), "Not everything was moved", "error"),
        (CopyResult(complete=False), "Stopped before everything was done", "warning"),
        (CopyResult(error=ERROR), "Denied", "error"),
        (
            CopyResult({Result.VERIFIED: 3}, complete=False, error=ERROR),
            "Not everything was moved",
            "error",
        ),
    ],
)
def test_the_end_of_many(qapp, result, title, tone):
    error, shown = copying.copy_summary(result, move=True)
    assert (error.title, shown) == (title, tone)


def test_what_breaks_off_half_way_tells_what_was_done_and_why():
    moved = CopyResult({Result.VERIFIED: 3}, complete=False, error=ERROR)
    error, _ = copying.copy_summary(moved, move=True)
    assert error.detail.startswith("Copied and verified: 3. Denied.")


def test_how_far_it_is(qapp):
    assert copying.progress_text(CopyProgress(12, 1500)) == "12 objects, 1.5 KB"
    assert copying.progress_text(CopyProgress(1, 1500, 2, 3000)) == (
        "1 of 2 objects, 1.5 KB of 3 KB"
    )


def _one(result, **more):
    one = CopyOutcome(Location("b", "in/a.txt"), Location("c", "out/a.txt"), result, **more)
    return CopyResult({result: 1}, outcomes=(one,))


def test_the_end_of_one_names_it_and_where_it_is_now(qapp):
    error, tone = copying.copy_summary(_one(Result.VERIFIED), move=False)
    assert (error.title, error.detail, tone) == (
        "Copied and verified",
        "“a.txt” is now s3://c/out/a.txt.",
        "ok",
    )
    assert copying.copy_summary(_one(Result.VERIFIED), move=True)[0].title == "Moved and verified"


def test_the_end_of_one_says_why_it_was_not_done(qapp):
    error, tone = copying.copy_summary(_one(Result.FAILED, error=ERROR), move=True)
    assert error == AppError("“a.txt” was not moved", "Denied. You may not.", "Ask.", ERROR.code)
    assert tone == "error"


def test_what_takes_long_to_say_is_left_to_the_details(qapp):
    error = AppError("Denied", "The server said: " + "x" * 300, "Ask.", "AccessDenied")
    shown, _ = copying.copy_summary(_one(Result.FAILED, error=error), move=False)
    assert (shown.detail, shown.hint) == ("Denied.", "Ask.")


def test_the_end_of_one_that_differs_says_in_what(qapp):
    error, tone = copying.copy_summary(_one(Result.DIFFERENT, proof=DIFFERS), move=False)
    assert error.title == "a.txt: The copy is not like its source"
    assert "source SSE-KMS, copy SSE-S3" in error.detail
    assert tone == "error"
