from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef, exists_error
from s3enc_gui.domain.copies.proof import CopyProof, Trait, TraitCheck
from s3enc_gui.domain.encryption.proof import Verdict
from s3enc_gui.domain.errors import AppError, unexpected
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.messages import copies
from s3enc_gui.gui.messages.copies import CopyAction
from s3enc_gui.jobs.copies.copy_objects import CopyProgress

COPY = CopyPlan("b", Destination("c", "out/"), (ObjectRef("in/a.txt"),))
MOVE = replace(COPY, move=True)
RENAME = replace(MOVE, destination=Destination("b", key="in/b.txt"))
LEFT = AppError("The source was not deleted", "It changed.", "Look at both.")
ERROR = AppError("Denied", "You may not.", "Ask.", "AccessDenied")
DIFFERS = CopyProof((TraitCheck(Trait.ENCRYPTION, "SSE-KMS", "SSE-S3", Verdict.DIFFERENT),))


def outcome(result, **more):
    return CopyOutcome(Location("b", "a"), Location("b", "c"), result, **more)


@pytest.mark.parametrize("action", CopyAction)
@pytest.mark.parametrize("result", Result)
def test_every_result_has_a_word_a_sign_and_a_verdict(qapp, result, action):
    one = outcome(result)
    assert copies.copy_word(one, action)
    assert copies.copy_sign(one).icon
    error, tone = copies.copy_verdict(one, action)
    assert error.title
    assert tone in ("ok", "info", "warning", "error")


def test_a_move_whose_source_is_left_is_a_warning(qapp):
    one = outcome(Result.VERIFIED, left=LEFT)
    error, tone = copies.copy_verdict(one, CopyAction.MOVE)
    assert (error.title, tone) == ("Copied and verified, but not moved", "warning")
    assert (error.detail, error.hint) == (
        "The source was not deleted. It changed.",
        "Look at both.",
    )
    assert copies.copy_sign(one).icon == "warning"
    assert (
        copies.copy_word(outcome(Result.VERIFIED, moved=True), CopyAction.MOVE)
        == "Moved and verified"
    )


def test_both_sides_of_a_difference_are_named(qapp):
    error, tone = copies.copy_verdict(
        outcome(Result.DIFFERENT, proof=DIFFERS, left=LEFT), CopyAction.MOVE
    )
    assert error.detail.splitlines()[0] == ("Server-side encryption: source SSE-KMS, copy SSE-S3")
    assert tone == "error"


@pytest.mark.parametrize(
    ("result", "title", "tone"),
    [
        (CopyResult({Result.VERIFIED: 3}, 5), "Moved", "ok"),
        (CopyResult({Result.VERIFIED: 3}, left=1), "Not everything was moved", "warning"),
        (CopyResult({Result.FAILED: 1}), "Not everything was moved", "error"),
        (CopyResult(complete=False), "Stopped before everything was done", "warning"),
        (CopyResult(error=ERROR), "“a.txt” was not moved", "error"),
        (
            CopyResult({Result.VERIFIED: 3}, complete=False, error=ERROR),
            "Not everything was moved",
            "error",
        ),
    ],
)
def test_the_end_of_many(qapp, result, title, tone):
    error, shown = copies.copy_summary(result, MOVE)
    assert (error.title, shown) == (title, tone)


def test_what_breaks_off_half_way_tells_what_was_done_and_why():
    moved = CopyResult({Result.VERIFIED: 3}, complete=False, error=ERROR)
    error, _ = copies.copy_summary(moved, MOVE)
    assert error.detail.startswith("Copied and verified: 3. Denied.")


def test_how_far_it_is(qapp):
    assert copies.progress_text(CopyProgress(12, 1500)) == "12 objects, 1.5 KB"
    assert copies.progress_text(CopyProgress(1, 1500, 2, 3000)) == (
        "1 of 2 objects, 1.5 KB of 3 KB"
    )


def _one(result, to="out/a.txt", **more):
    one = CopyOutcome(Location("b", "in/a.txt"), Location("c", to), result, **more)
    return CopyResult({result: 1}, outcomes=(one,))


def test_the_end_of_one_names_it_and_where_it_is_now(qapp):
    error, tone = copies.copy_summary(_one(Result.VERIFIED), COPY)
    assert (error.title, error.detail, tone) == (
        "Copied and verified",
        "“a.txt” to “s3://c/out/a.txt”.",
        "ok",
    )
    moved, _ = copies.copy_summary(_one(Result.VERIFIED), MOVE)
    assert str(moved) == "Moved and verified. “a.txt” is now “s3://c/out/a.txt”."
    renamed, _ = copies.copy_summary(_one(Result.VERIFIED, to="in/b.txt"), RENAME)
    assert str(renamed) == "Renamed and verified. “a.txt” is now “b.txt”."


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (COPY, "“a.txt” was not copied: “s3://c/out/a.txt” is already there."),
        (MOVE, "“a.txt” was not moved: “s3://c/out/a.txt” is already there."),
        (RENAME, "“a.txt” was not renamed: “a.txt” is already there."),
    ],
)
def test_a_name_that_is_taken_is_told_without_what_the_buttons_say(qapp, plan, told):
    exists = _one(Result.EXISTS, error=exists_error("out/a.txt"))
    error, _ = copies.copy_summary(exists, plan)
    assert (f"{error.title}: {error.detail}", error.hint) == (told, "")


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (RENAME, "“a.txt” was not renamed"),
        (replace(MOVE, objects=(), prefixes=("in/x/",)), "The folder “x” was not moved"),
        (replace(COPY, prefixes=("in/x/",)), "Nothing was copied"),
    ],
)
def test_what_could_not_be_begun_is_named(qapp, plan, told):
    error = copies.copy_refusal(ERROR, plan)
    assert error == AppError(told, "Denied. You may not.", "Ask.", ERROR.code)


def test_of_a_mistake_of_the_program_nobody_says_that_nothing_happened(qapp):
    error = copies.copy_refusal(unexpected(ValueError("x")), MOVE)
    assert error.title == "Not everything was moved"


def test_the_end_of_one_says_why_it_was_not_done(qapp):
    error, tone = copies.copy_summary(_one(Result.FAILED, error=ERROR), MOVE)
    assert error == AppError("“a.txt” was not moved", "Denied. You may not.", "Ask.", ERROR.code)
    assert tone == "error"


def test_the_end_of_one_that_differs_says_in_what(qapp):
    error, tone = copies.copy_summary(_one(Result.DIFFERENT, proof=DIFFERS), COPY)
    assert error.title == "“a.txt”: The copy is not like its source"
    assert "source SSE-KMS, copy SSE-S3" in error.detail
    assert tone == "error"
