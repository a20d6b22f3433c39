"""Uploads that a guard should accept or deny, and what the whole policy says about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.policy.evaluation import Request, applying
from s3enc_gui.domain.preflight.facts import BucketSettings, Facts
from s3enc_gui.domain.preflight.planned_upload import CUSTOMER_ALGORITHM, PlannedUpload
from s3enc_gui.domain.uploads.plan import UploadOptions


class Sent(StrEnum):
    """The encryption that an upload requests in its headers; SSE_C isn't among our choices."""

    NOTHING = "none"
    SSE_S3 = "AES256"
    SSE_KMS = "aws:kms"
    DSSE = "aws:kms:dsse"
    SSE_C = "SSE-C"


@dataclass(frozen=True, slots=True)
class TrialUpload:
    """A small upload: what it requests, and how it is sent. `key` None: the key aws/s3."""

    sent: Sent
    key: str | None = None
    in_parts: bool = False
    secure: bool = True


class Decision(Enum):
    """What a policy says about an upload; UNKNOWN where AWS doesn't document it."""

    ACCEPTED = "accepted"
    DENIED = "denied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trial:
    """An upload, what the rules want, and what the policy says; `denied_by`: the statements' Sids.

    A statement without a Sid is an empty string.
    """

    upload: TrialUpload
    expected: Decision
    found: Decision
    denied_by: tuple[str, ...] = ()

    @property
    def is_as_expected(self) -> bool:
        """Whether the policy does what the rules want."""
        return self.expected is self.found


NAME = "s3enc-guard-test"
"""How the names of test objects begin."""

_NOTHING, _SSE_S3, _AWS_S3 = (TrialUpload(one) for one in (Sent.NOTHING, Sent.SSE_S3, Sent.SSE_KMS))
_DSSE = TrialUpload(Sent.DSSE)


def uploads_for(guard: Guard) -> tuple[TrialUpload, ...]:
    """Return the uploads that try a guard: four for each rule, without those that are the same."""
    found = (one for rule in guard.ordered for one in _uploads_for(rule, guard.key))
    return tuple(dict.fromkeys(found))


def _uploads_for(rule: Rule, key: str | None) -> tuple[TrialUpload, ...]:
    """Return two uploads that a rule accepts and two that it denies."""
    return {
        Rule.ANY_KMS: (_AWS_S3, _DSSE, _NOTHING, _SSE_S3),
        Rule.THIS_KEY: (
            TrialUpload(Sent.SSE_KMS, key),
            TrialUpload(Sent.SSE_KMS, key, in_parts=True),
            _NOTHING,
            _SSE_S3,
        ),
        Rule.SSE_S3: (_SSE_S3, replace(_SSE_S3, in_parts=True), _NOTHING, _AWS_S3),
        Rule.DSSE: (_DSSE, replace(_DSSE, in_parts=True), _NOTHING, _AWS_S3),
        Rule.NO_SSE_C: (
            _NOTHING,
            _SSE_S3,
            TrialUpload(Sent.SSE_C),
            TrialUpload(Sent.SSE_C, in_parts=True),
        ),
        Rule.TLS: (
            _NOTHING,
            _SSE_S3,
            replace(_NOTHING, secure=False),
            replace(_SSE_S3, secure=False),
        ),
    }[rule]


def wanted(guard: Guard, upload: TrialUpload) -> Decision:
    """Return what the rules want, in the words of the rules rather than of a policy."""
    accepted = {
        Rule.ANY_KMS: upload.sent in (Sent.SSE_KMS, Sent.DSSE),
        Rule.THIS_KEY: upload.sent in (Sent.SSE_KMS, Sent.DSSE) and upload.key == guard.key,
        Rule.SSE_S3: upload.sent is Sent.SSE_S3,
        Rule.DSSE: upload.sent is Sent.DSSE,
        Rule.NO_SSE_C: upload.sent is not Sent.SSE_C,
        Rule.TLS: upload.secure,
    }
    met = all(accepted[rule] for rule in guard.rules)
    return Decision.ACCEPTED if met else Decision.DENIED


def try_policy(policy: BucketPolicy, bucket: str, guard: Guard, facts: Facts) -> tuple[Trial, ...]:
    """Evaluate a policy for the uploads that try a guard; `facts`: the caller and the bucket."""
    return tuple(
        Trial(upload, wanted(guard, upload), *decide(policy, bucket, upload, facts))
        for upload in uploads_for(guard)
    )


def decide(
    policy: BucketPolicy, bucket: str, upload: TrialUpload, facts: Facts
) -> tuple[Decision, tuple[str, ...]]:
    """Return what the Deny statements of a policy say, and the Sids of those that apply."""
    certain: list[str] = []
    doubtful: list[str] = []
    for request in _requests(bucket, upload, facts):
        for found in applying(policy, request, denies=True):
            (certain if found.certain else doubtful).append(found.statement.sid)
    if certain:
        return Decision.DENIED, tuple(dict.fromkeys(certain))
    if doubtful:
        return Decision.UNKNOWN, tuple(dict.fromkeys(doubtful))
    return Decision.ACCEPTED, ()


def _requests(bucket: str, upload: TrialUpload, facts: Facts) -> Iterator[Request]:
    """Yield the requests of an upload as policies see them.

    SSE-C has headers of its own; the bucket's default isn't used then.
    """
    is_sse_c = upload.sent is Sent.SSE_C
    kind = Encryption.BUCKET_DEFAULT if is_sse_c else Encryption(upload.sent.value)
    facts = replace(facts, settings=BucketSettings(secure=upload.secure))
    if is_sse_c:
        facts = replace(facts, default=BucketEncryption())
    planned = PlannedUpload(
        bucket,
        UploadOptions(EncryptionChoice(kind, upload.key)),
        keys=(f"{NAME}.txt",),
        chosen_key=facts.keys.get(upload.key or ""),
        in_parts=upload.in_parts,
    )
    for request in planned.storing(facts):
        if is_sse_c:
            yield replace(request, context={**request.context, CUSTOMER_ALGORITHM: ("AES256",)})
        else:
            yield request
