"""Finds the option that meets a bucket policy."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.policy.evaluation import Application, applying
from s3enc_gui.domain.preflight.check import Correction
from s3enc_gui.domain.preflight.facts import Facts, policy_keys
from s3enc_gui.domain.preflight.planned_upload import PlannedUpload
from s3enc_gui.domain.uploads.plan import IfExists


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """The statements that deny an upload, certainly or perhaps.

    `allowed`: a statement allows it (None: perhaps).
    """

    denials: tuple[Application, ...]
    doubts: tuple[Application, ...]
    allowed: bool | None

    @classmethod
    def of(cls, policy: BucketPolicy, upload: PlannedUpload, facts: Facts) -> PolicyResult:
        """Evaluate a policy for all requests that store the objects."""
        requests = list(upload.storing(facts))
        found = [one for request in requests for one in applying(policy, request, denies=True)]
        unique = list(dict.fromkeys(found))
        allows = [one.certain for one in applying(policy, requests[0], denies=False)]
        return cls(
            tuple(one for one in unique if one.certain),
            tuple(one for one in unique if not one.certain),
            True if True in allows else None if allows else False,
        )

    def score(self, facts: Facts) -> tuple[int, int]:
        """Return a number that is higher the less likely the upload succeeds."""
        missing = facts.own_account is False and self.allowed is False
        return len(self.denials) + missing, len(self.doubts)


def find_correction(policy: BucketPolicy, upload: PlannedUpload, facts: Facts) -> Correction | None:
    """Return the option with which the policy denies the least, if it is better than the upload."""
    now = PolicyResult.of(policy, upload, facts).score(facts)

    def score(correction: Correction) -> tuple[int, int]:
        return PolicyResult.of(policy, upload.with_correction(correction), facts).score(facts)

    best = min(_candidates(policy, upload, facts), key=score, default=None)
    return best if best is not None and score(best) < now else None


def _candidates(policy: BucketPolicy, upload: PlannedUpload, facts: Facts) -> Iterator[Correction]:
    """Yield single changes of the options; the more similar ones first."""
    for kind in _kinds(upload, facts):
        if kind is Encryption.SSE_C:
            continue  # which key, only the user knows
        for key in _keys(kind, policy, upload, facts):
            # The bucket's setting, unless the user has chosen one.
            bucket_key = upload.choice.bucket_key if kind is Encryption.SSE_KMS else None
            context = upload.choice.context if kind.uses_kms else ()
            choice = EncryptionChoice(kind, key, bucket_key, context=context)
            if choice != upload.choice:
                yield Correction(encryption=choice)
    if upload.options.acl:
        yield Correction(without_acl=True)
    if upload.options.if_exists is IfExists.OVERWRITE:
        yield Correction(if_exists=IfExists.FAIL)


def _kinds(upload: PlannedUpload, facts: Facts) -> list[Encryption]:
    """Return all kinds: the chosen one, that of the bucket's default, the others."""
    default = facts.default_encryption
    explicit = default.as_choice() if default else None
    kinds = [
        upload.choice.kind,
        *([explicit.kind] if explicit else []),
        Encryption.SSE_KMS,
        Encryption.DSSE_KMS,
        Encryption.SSE_S3,
        Encryption.BUCKET_DEFAULT,
    ]
    return list(dict.fromkeys(kinds))


def _keys(
    kind: Encryption, policy: BucketPolicy, upload: PlannedUpload, facts: Facts
) -> Iterator[str | None]:
    """Yield the keys to try, without those that S3 can't use: the chosen one, the policy's, …"""
    if not kind.uses_kms:
        yield None
        return
    default = facts.default_encryption
    names = [upload.sent_key(), *policy_keys(policy), default.key if default else None]
    for name in dict.fromkeys(name for name in names if name):
        known = facts.keys.get(name)
        if known is None or known.usability.can_be_chosen:
            yield name
    yield None
