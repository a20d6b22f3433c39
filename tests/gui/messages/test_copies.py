from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.copies.comparison import CopyProof, Trait, TraitCheck
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef, exists_error
from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.errors import AppError, unexpected
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.messages import copies
from s3enc_gui.gui.messages.copies import CopyAction
from s3enc_gui.jobs.copies.copy_objects import CopyProgress

COPY = CopyPlan("b", Destination("c", "out/"), (ObjectRef("in/a.txt"),))
MOVE = replace(COPY, move=True)
RENAME = replace(MOVE, destination=Destination("b", key="in/b.txt"))
LEFT = AppError("The source wasn't deleted", "It changed.", "Look at both.")
ERROR = AppError("Denied", "Not allowed.", "Ask.", "AccessDenied")
DIFFERS = CopyProof((TraitCheck(Trait.ENCRYPTION, "SSE-KMS", "SSE-S3", Verdict.DIFFERENT),))


def outcome(result, **more):
    return CopyOutcome(Location("b", "a"), Location("b", "c"), result, **more)


@pytest.mark.parametrize("action", CopyAction)
@pytest.mark.parametrize("result", Result)
def test_every_result_has_a_label_an_icon_and_a_verdict(qapp, result, action):
    one = outcome(result)
    assert copies.copy_result_text(one, action)
    assert copies.copy_sign(one).icon
    error, tone = copies.copy_verdict(one, action)
    assert error.title
    assert tone in ("ok", "info", "warning", "error")


def test_move_without_deletion_of_the_source_is_a_warning(qapp):
    one = outcome(Result.VERIFIED, left=LEFT)
    error, tone = copies.copy_verdict(one, CopyAction.MOVE)
    assert (error.title, tone) == ("Copied and verified, but not moved", "warning")
    assert (error.detail, error.hint) == (
        "The source wasn't deleted. It changed.",
        "Look at both.",
    )
    assert copies.copy_sign(one).icon == "warning"
    assert (
        copies.copy_result_text(outcome(Result.VERIFIED, moved=True), CopyAction.MOVE)
        == "Moved and verified"
    )


@pytest.mark.parametrize("count", [1, 2])
def test_the_summary_keeps_a_denial(qapp, count):
    denial = Denial("CopyObject", (Permission("s3:GetObject", "arn:aws:s3:::b/*"),))
    failed = outcome(Result.FAILED, error=AppError("Denied", code="AccessDenied", denial=denial))
    result = CopyResult({Result.FAILED: count}, outcomes=(failed,) * count)
    assert copies.copy_summary(result, COPY)[0].denial == denial
    assert copies.copy_refusal(failed.error, COPY).denial == denial


def test_difference_shows_source_and_copy(qapp):
    error, tone = copies.copy_verdict(
        outcome(Result.DIFFERENT, proof=DIFFERS, left=LEFT), CopyAction.MOVE
    )
    assert error.detail.splitlines()[0] == (
        "Server-side encryption – source: SSE-KMS, copy: SSE-S3"
    )
    assert tone == "error"


@pytest.mark.parametrize(
    ("result", "title", "tone"),
    [
        (CopyResult({Result.VERIFIED: 3}, 5), "Moved", "ok"),
        (CopyResult({Result.VERIFIED: 3}, left=1), "Not everything was moved", "warning"),
        (CopyResult({Result.FAILED: 1}), "Not everything was moved", "error"),
        (CopyResult(complete=False), "Stopped before it was complete", "warning"),
        (CopyResult(error=ERROR), "“a.txt” wasn't moved", "error"),
        (
            CopyResult({Result.VERIFIED: 3}, complete=False, error=ERROR),
            "Not everything was moved",
            "error",
        ),
    ],
)
def test_summary_of_many(qapp, result, title, tone):
    error, shown = copies.copy_summary(result, MOVE)
    assert (error.title, shown) == (title, tone)


def test_summary_after_an_error_half_way():
    moved = CopyResult({Result.VERIFIED: 3}, complete=False, error=ERROR)
    error, _ = copies.copy_summary(moved, MOVE)
    assert error.detail.startswith("Copied and verified: 3. Denied.")


def test_progress(qapp):
    assert copies.progress_text(CopyProgress(12, 1500)) == "12 objects, 1.5 KB"
    assert copies.progress_text(CopyProgress(1, 1500, 2, 3000)) == (
        "1 of 2 objects, 1.5 KB of 3 KB"
    )


def _one(result, to="out/a.txt", **more):
    one = CopyOutcome(Location("b", "in/a.txt"), Location("c", to), result, **more)
    return CopyResult({result: 1}, outcomes=(one,))


def test_summary_of_one_has_its_name_and_target(qapp):
    error, tone = copies.copy_summary(_one(Result.VERIFIED), COPY)
    assert (error.title, error.detail, tone) == (
        "Copied and verified",
        "“a.txt” was copied to “s3://c/out/a.txt”.",
        "ok",
    )
    moved, _ = copies.copy_summary(_one(Result.VERIFIED), MOVE)
    assert str(moved) == "Moved and verified. “a.txt” is now “s3://c/out/a.txt”."
    renamed, _ = copies.copy_summary(_one(Result.VERIFIED, to="in/b.txt"), RENAME)
    assert str(renamed) == "Renamed and verified. “a.txt” is now “b.txt”."


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (COPY, "“a.txt” wasn't copied: “s3://c/out/a.txt” already exists."),
        (MOVE, "“a.txt” wasn't moved: “s3://c/out/a.txt” already exists."),
        (RENAME, "“a.txt” wasn't renamed: “a.txt” already exists."),
    ],
)
def test_existing_target_has_no_hint_because_the_buttons_are_there(qapp, plan, message):
    exists = _one(Result.EXISTS, error=exists_error("out/a.txt"))
    error, _ = copies.copy_summary(exists, plan)
    assert (f"{error.title}: {error.detail}", error.hint) == (message, "")


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (RENAME, "“a.txt” wasn't renamed"),
        (replace(MOVE, objects=(), prefixes=("in/x/",)), "The folder “x” wasn't moved"),
        (replace(COPY, prefixes=("in/x/",)), "Nothing was copied"),
    ],
)
def test_refusal_has_the_name(qapp, plan, message):
    error = copies.copy_refusal(ERROR, plan)
    assert error == AppError(message, "Denied. Not allowed.", "Ask.", ERROR.code)


def test_bug_does_not_claim_that_nothing_happened(qapp):
    error = copies.copy_refusal(unexpected(ValueError("x")), MOVE)
    assert error.title == "Not everything was moved"


def test_summary_of_one_that_failed(qapp):
    error, tone = copies.copy_summary(_one(Result.FAILED, error=ERROR), MOVE)
    assert error == AppError("“a.txt” wasn't moved", "Denied. Not allowed.", "Ask.", ERROR.code)
    assert tone == "error"


def test_summary_of_one_that_differs(qapp):
    error, tone = copies.copy_summary(_one(Result.DIFFERENT, proof=DIFFERS), COPY)
    assert error.title == "“a.txt”: The copy differs from its source"
    assert "source: SSE-KMS, copy: SSE-S3" in error.detail
    assert tone == "error"
