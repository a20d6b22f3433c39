"""Whether the bucket policy denies the upload."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.policy.document import BucketPolicy, Statement
from s3enc_gui.domain.policy.evaluation import Application, Reach, applying
from s3enc_gui.domain.preflight.check import Check, Subject, cannot_check, fine, will_fail
from s3enc_gui.domain.preflight.corrections import PolicyResult, find_correction
from s3enc_gui.domain.preflight.facts import OWNER_ENFORCED, Facts
from s3enc_gui.domain.preflight.planned_upload import PlannedUpload
from s3enc_gui.domain.preflight.requirements import requirements
from s3enc_gui.i18n import AnyText, Text, sentences, text, text_plural

_MOST = 3  # statements that are described


def check_policy(policy: BucketPolicy, upload: PlannedUpload, facts: Facts) -> Check:
    """Return whether the policy denies the upload, and the option that meets it.

    Explicit denials win over everything; another account's bucket also needs a statement that
    allows the upload (IAM User Guide, policy evaluation logic).
    """
    result = PolicyResult.of(policy, upload, facts)
    if result.denials:
        denials = map(_denial, result.denials[:_MOST])
        return will_fail(
            Subject.POLICY, sentences(*denials), find_correction(policy, upload, facts)
        )
    if facts.own_account is False and not result.allowed:
        return _not_allowed(policy, upload, facts, result)
    if result.doubts:
        doubts = map(_doubt, result.doubts[:_MOST])
        return cannot_check(
            Subject.POLICY, sentences(*doubts), find_correction(policy, upload, facts)
        )
    if unreadable := [one for one in applying(policy, upload.reading(facts), denies=True)]:
        return _cannot_be_verified(unreadable[0])
    if not policy.statements:
        return fine(Subject.POLICY, text("The bucket has no policy."))
    return fine(
        Subject.POLICY,
        text_plural(
            "The bucket policy has {count} statement. It doesn't deny this upload.",
            "The bucket policy has {count} statements. None of them denies this upload.",
            len(policy.statements),
        ),
    )


def _denial(found: Application) -> AnyText:
    named = statement_name(found.statement)
    if found.reach is Reach.SOME:
        first = text("{statement} denies the upload of some files.", statement=named)
    else:
        first = text("{statement} denies this upload.", statement=named)
    return sentences(first, requirements(found.statement))


def _doubt(found: Application) -> AnyText:
    named = statement_name(found.statement)
    keys = ", ".join(dict.fromkeys(one.written for one in found.undecided))
    if found.reach is Reach.UNKNOWN:
        first = text("{statement} may deny the upload of some files.", statement=named)
    else:
        first = text("{statement} may deny this upload.", statement=named)
    if keys:
        why = text("S3enc can't evaluate its condition: {keys}.", keys=keys)
    elif found.reach is Reach.UNKNOWN:
        why = text("S3enc can't tell which objects it applies to.")
    else:
        why = text("S3enc can't tell whether it applies to you.")
    return sentences(first, why, requirements(found.statement))


def _not_allowed(
    policy: BucketPolicy, upload: PlannedUpload, facts: Facts, result: PolicyResult
) -> Check:
    correction = find_correction(policy, upload, facts)
    if result.allowed is None:
        reason = text(
            "The bucket belongs to another account. S3enc can't tell whether its policy allows"
            " this upload."
        )
        return cannot_check(Subject.POLICY, reason, correction)
    reason = text(
        "The bucket belongs to another account, and its policy doesn't allow this upload."
    )
    if facts.settings.ownership == OWNER_ENFORCED:
        return will_fail(Subject.POLICY, reason, correction)
    return cannot_check(
        Subject.POLICY, sentences(reason, text("The bucket's ACL may allow it.")), correction
    )


def _cannot_be_verified(found: Application) -> Check:
    named = statement_name(found.statement)
    if found.certain:
        reason = text(
            "{statement} denies reading the objects. S3enc can upload, but not verify them.",
            statement=named,
        )
    else:
        reason = text(
            "{statement} may deny reading the objects. Then S3enc can't verify them.",
            statement=named,
        )
    return cannot_check(Subject.POLICY, reason)


def statement_name(statement: Statement) -> Text:
    """Name a statement of the bucket policy at the start of a sentence."""
    if statement.sid:
        return text("Statement “{name}”", name=statement.sid)
    return text("A statement without Sid")


def unread(error: AppError) -> Check:
    """Return the check of a policy that couldn't be read."""
    reason = text("The bucket policy can't be read: {reason}.", reason=error.texts[0])
    return cannot_check(Subject.POLICY, reason)
