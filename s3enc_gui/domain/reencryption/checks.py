"""What will make a change of encryption fail, or comes with it, from what can be read before.

Pure: `jobs.reencryption.read_checks` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.bucket_page import ObjectLock, Rules
from s3enc_gui.domain.policy.conditions import NOT_KNOWN, UnknownText, Value
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.policy.evaluation import Application, Request, applying
from s3enc_gui.domain.preflight.check import Check, Status, Subject, cannot_check, fine, will_fail
from s3enc_gui.domain.preflight.facts import Facts, KnownKey, Reading
from s3enc_gui.domain.preflight.key_check import described_key
from s3enc_gui.domain.preflight.planned_upload import IF_NONE_MATCH, STORAGE_CLASS, PlannedUpload
from s3enc_gui.domain.preflight.policy_check import statement_name, unread
from s3enc_gui.domain.preflight.requirements import requirements
from s3enc_gui.domain.preflight.settings_checks import check_blocked
from s3enc_gui.domain.reencryption.dry_run import COPYING, DryRun
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Way
from s3enc_gui.domain.uploads.plan import IfExists, UploadOptions
from s3enc_gui.i18n import AnyText, sentences, text, text_plural

_MOST = 3  # statements that are described
_RANKS = {Status.WILL_FAIL: 0, Status.CANNOT_CHECK: 1, Status.FINE: 2}


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What was read: `facts` as before an upload, and what only changes of stored objects need.

    `sources` has what KMS reports of the keys that the objects are encrypted with now, and
    `objects` how many have each. A setting is None where the change doesn't depend on it.
    """

    facts: Facts = field(default_factory=Facts)
    sources: Mapping[str, KnownKey] = field(default_factory=dict)
    objects: Mapping[str, int] = field(default_factory=dict)
    object_lock: Reading[ObjectLock] = None
    replication: Reading[Rules] = None
    notifies: Reading[bool] = None


def change_checks(
    bucket: str, prefix: str, target: Target | None, dry_run: DryRun, found: ChangeFacts
) -> tuple[Check, ...]:
    """Return the checks, failures first; all keys begin with `prefix`.

    `target` None: each object gets back what it had.
    """
    checks: list[Check] = []
    if target and target.key and (known := found.facts.keys.get(target.key)):
        checks.append(_target_key(target.key, known, dry_run, found.facts))
    checks += _source_keys(found)
    checks += _policy(bucket, prefix, target, dry_run, found.facts)
    default = found.facts.default
    if target and isinstance(default, BucketEncryption):
        upload = PlannedUpload(bucket, _options(target), prefix)
        checks += [
            one for one in [check_blocked(default, upload)] if one.status is Status.WILL_FAIL
        ]
    checks += _consequences(found)
    return tuple(sorted(checks, key=lambda one: _RANKS[one.status]))


def _options(target: Target) -> UploadOptions:
    bucket_key = target.bucket_key if target.kind is Encryption.SSE_KMS else None
    choice = EncryptionChoice(target.kind, target.key, bucket_key, target.customer_key or None)
    return UploadOptions(choice, if_exists=IfExists.OVERWRITE)


def _target_key(name: str, known: KnownKey, dry_run: DryRun, facts: Facts) -> Check:
    """Return the state of the new key.

    UpdateObjectEncryption takes only keys of the bucket owner's account, unless AWS Support has
    allowed those of the organization (S3 API Reference).
    """
    check = described_key(name, known, facts)
    account = known.description.account if known.description else None
    is_other = facts.own_account is True and facts.identity and account != facts.identity.account
    if check.status is Status.FINE and account and is_other and dry_run.of((Way.UPDATE,)).objects:
        reason = text(
            "S3 changes encryption in place only with a key of the bucket owner's account, unless"
            " AWS Support has allowed others."
        )
        return cannot_check(Subject.KEY, sentences(check.text, reason))
    return check


def _source_keys(found: ChangeFacts) -> Iterator[Check]:
    unseen = fine_keys = 0
    for name, count in found.objects.items():
        known = found.sources.get(name)
        if known is None or (known.usability.can_be_chosen and known.description is None):
            unseen += 1
        elif known.problem:
            title, detail, _hint = known.problem.texts
            reason = text_plural(
                "{count:,} object is encrypted with it and can't be changed: S3 can't decrypt it.",
                "{count:,} objects are encrypted with it and can't be changed: S3 can't decrypt"
                " them.",
                count,
            )
            yield will_fail(
                Subject.SOURCE_KEYS, sentences(text("{title}.", title=title), detail, reason)
            )
        else:
            fine_keys += 1
    if unseen:
        yield cannot_check(
            Subject.SOURCE_KEYS,
            text_plural(
                "The state of {count:,} key of the objects isn't known (kms:DescribeKey).",
                "The state of {count:,} keys of the objects isn't known (kms:DescribeKey).",
                unseen,
            ),
        )
    elif fine_keys and fine_keys == len(found.objects):
        yield fine(
            Subject.SOURCE_KEYS,
            text_plural(
                "The key that the objects are encrypted with is enabled.",
                "All {count:,} keys that the objects are encrypted with are enabled.",
                fine_keys,
            ),
        )


def _policy(
    bucket: str, prefix: str, target: Target | None, dry_run: DryRun, facts: Facts
) -> Iterator[Check]:
    policy = facts.settings.policy
    if isinstance(policy, AppError):
        yield unread(policy)
        return
    if policy is None:
        return
    options = _options(target) if target else UploadOptions(if_exists=IfExists.OVERWRITE)
    upload = PlannedUpload(bucket, options, prefix)
    found: list[Check] = []
    if dry_run.of((Way.UPDATE,)).objects:
        reading = upload.reading(facts)
        request = replace(reading, action="s3:UpdateObjectEncryption")
        found += _denials(policy, request, text("changing the encryption in place"))
    if target and dry_run.copies.objects:
        stored = next(iter(upload.storing(facts)))
        found += _denials(policy, replace(stored, context=_copying(stored)), text("the copies"))
    yield from found
    if not found and policy.statements and (target or not dry_run.copies.objects):
        yield fine(
            Subject.POLICY,
            text_plural(
                "The bucket policy has {count} statement. It doesn't deny this change.",
                "The bucket policy has {count} statements. None of them denies this change.",
                len(policy.statements),
            ),
        )


def _copying(stored: Request) -> Mapping[str, tuple[Value, ...]]:
    """Return the context of CopyObject onto itself, beside that of an upload."""
    copied = {
        "s3:x-amz-copy-source": (UnknownText(),),
        "s3:x-amz-metadata-directive": NOT_KNOWN,
        "s3:x-amz-website-redirect-location": NOT_KNOWN,
        "s3:if-match": NOT_KNOWN,
        STORAGE_CLASS: NOT_KNOWN,
        IF_NONE_MATCH: (None,),
    }
    return {**stored.context, **copied}


def _denials(policy: BucketPolicy, request: Request, what: AnyText) -> Iterator[Check]:
    applications = list(dict.fromkeys(applying(policy, request, denies=True)))
    certain = [one for one in applications if one.certain]
    if certain:
        denials = (_denial(one, what) for one in certain[:_MOST])
        yield will_fail(Subject.POLICY, sentences(*denials))
    elif applications:
        doubts = (_denial(one, what) for one in applications[:_MOST])
        yield cannot_check(Subject.POLICY, sentences(*doubts))


def _denial(found: Application, what: AnyText) -> AnyText:
    named = statement_name(found.statement)
    if found.certain:
        first = text("{statement} denies {what}.", statement=named, what=what)
    else:
        first = text("{statement} may deny {what}.", statement=named, what=what)
    return sentences(first, requirements(found.statement))


def _consequences(found: ChangeFacts) -> Iterator[Check]:
    """Yield what comes with copies; what can't be read is said, too."""
    lock, rules, notifies = found.object_lock, found.replication, found.notifies
    if isinstance(lock, ObjectLock) and lock.enabled:
        yield fine(
            Subject.OBJECT_LOCK,
            text(
                "Object Lock is on. A protected object can't be changed in place: it is copied, and"
                " the protected version stays as it is."
            ),
        )
    if isinstance(rules, Rules) and rules.enabled:
        targets = ", ".join(rules.targets)
        yield fine(
            Subject.REPLICATION,
            text("Copies are replicated to {buckets}; changes in place aren't.", buckets=targets),
        )
    if notifies is True:
        yield fine(
            Subject.EVENTS, text("The bucket sends event notifications: one or more for each copy.")
        )
    for subject, read in (
        (Subject.OBJECT_LOCK, lock),
        (Subject.REPLICATION, rules),
        (Subject.EVENTS, notifies),
    ):
        if isinstance(read, AppError):
            reason = text("It can't be read: {reason}.", reason=read.texts[0])
            yield cannot_check(subject, reason)


def needs_settings(dry_run: DryRun) -> bool:
    """Whether something is copied, so that Object Lock, replication and events matter."""
    return dry_run.of(COPYING).objects > 0
