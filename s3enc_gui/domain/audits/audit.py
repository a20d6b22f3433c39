"""Audit: groups of equally encrypted objects, their counts, and the encryption requirement."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption
from s3enc_gui.domain.encryption.groups import (
    NOT_KNOWN,
    Group,
    Keys,
    NamedKey,
    Summary,
    unusable_key_state,
)
from s3enc_gui.domain.encryption.status import NOT_REPORTED, BucketEncryption
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.key_names import is_named, is_same_name, key_id_of
from s3enc_gui.domain.keys.kms_key import (
    AWS_S3_ALIAS,
    KeyForm,
    KeyReference,
    parse_key_reference,
)
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.i18n import Text, text


class Compliance(Enum):
    """Whether an object is encrypted as required; labels are in `wording.audits.audit_labels`."""

    COMPLIES = "complies"
    VIOLATES = "does not comply"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The encryption that every object must have: an algorithm, and optionally a KMS key.

    `arn` is the ARN that KMS resolved the key to; an alias can only be compared by it. For a name
    of any other form it is the name, once it is known that the server isn't Amazon S3.
    """

    algorithm: str
    key: KeyReference | None = None
    arn: str | None = None

    def __str__(self) -> str:
        """Return the requirement as the user wrote it."""
        return f"{self.algorithm}={self.key.text}" if self.key else self.algorithm

    def judge(self, group: Group, keys: Keys) -> Compliance | None:
        """Judge a group by its server-side encryption; None if the objects no longer exist."""
        if group.kind is StatusKind.GONE:
            return None
        if group.kind in NOT_KNOWN or group.algorithm == NOT_REPORTED:
            return Compliance.CANNOT_TELL
        if group.algorithm != self.algorithm:
            return Compliance.VIOLATES
        if self.key is None:
            return Compliance.COMPLIES
        return self._judge_key(self.key, keys.get(group.key or ""), group)

    def _judge_key(
        self, required: KeyReference, named: NamedKey | None, group: Group
    ) -> Compliance:
        named = named or NamedKey(group.key or "")
        if required.is_aws_s3:
            known = True if group.kind is StatusKind.SSE_KMS_AWS else named.is_aws_s3
            return _JUDGEMENTS[known]
        found = named.arn or named.name
        if not found:
            return Compliance.CANNOT_TELL
        if required.form is KeyForm.KEY_ID:
            return _JUDGEMENTS[key_id_of(found).lower() == required.name]
        if required.form is KeyForm.NAME:
            return _JUDGEMENTS[is_named(required.text, found)]
        arn = required.text if required.form is KeyForm.KEY_ARN else self.arn
        if arn is None or not found.startswith("arn:"):  # a key ID contains no account
            known = None if arn is None or arn.endswith(f"/{found}") else False
            return _JUDGEMENTS[known]
        return _JUDGEMENTS[is_same_name(found, arn)]


_JUDGEMENTS = {
    True: Compliance.COMPLIES,
    False: Compliance.VIOLATES,
    None: Compliance.CANNOT_TELL,
}


_ALGORITHMS = tuple(kind.value for kind in BY_HEADER)


def parse_requirement(requirement: str) -> Requirement:
    """Parse `AES256`, `aws:kms`, `aws:kms=KEY`, `aws:kms:dsse` or `aws:kms:dsse=KEY`.

    KEY is a key ARN, alias ARN, key ID, `alias/NAME`, or what the server calls it; without it, any
    key complies. Raises AppError.
    """
    algorithm, equals, key = requirement.strip().partition("=")
    if algorithm not in _ALGORITHMS:
        allowed = ", ".join(_ALGORITHMS)
        raise _invalid(
            text("“{name}” isn't one of these: {allowed}.", name=algorithm, allowed=allowed)
        )
    if not equals:
        return Requirement(algorithm)
    if not Encryption(algorithm).uses_kms:
        raise _invalid(text("{name} doesn't use a KMS key.", name=algorithm))
    return Requirement(algorithm, parse_key_reference(AWS_S3_ALIAS if key == "aws/s3" else key))


def _invalid(detail: Text) -> AppError:
    hint = text("Enter AES256, aws:kms, aws:kms=KEY, aws:kms:dsse or aws:kms:dsse=KEY.")
    return AppError(text("The requirement isn't valid"), detail, hint, code="Usage")


_WORST = (StatusKind.NONE, StatusKind.UNKNOWN, StatusKind.DENIED)


def groups_to_review(
    summary: Summary, requirement: Requirement | None = None, keys: Keys | None = None
) -> tuple[Group, ...]:
    """Return the groups that a user should review, most important first.

    With a requirement: those that don't comply, then those that can't be judged, then those whose
    KMS key can't be used. Without one: all but the largest encrypted group whose key can be used;
    unencrypted first, then unreadable, then unusable keys, then the smallest.
    """
    keys = keys or {}
    groups = [one.group for one in reversed(summary.group_counts)]  # the smallest first
    groups = [group for group in groups if group.kind is not StatusKind.GONE]
    concern = {group: _concern(group, keys) for group in groups}
    if requirement is None:
        common = next((group for group in reversed(groups) if concern[group] == _NO_CONCERN), None)
        return tuple(
            sorted((group for group in groups if group != common), key=lambda group: concern[group])
        )
    judged = {group: requirement.judge(group, keys) for group in groups}
    review = [
        group
        for group in groups
        if judged[group] is not Compliance.COMPLIES or concern[group] == _UNUSABLE_KEY
    ]
    return tuple(sorted(review, key=lambda group: (_URGENCY[judged[group]], concern[group])))


_URGENCY = {
    Compliance.VIOLATES: 0,
    Compliance.CANNOT_TELL: 1,
    Compliance.COMPLIES: 2,
    None: 3,
}
_UNUSABLE_KEY, _NO_CONCERN = len(_WORST), len(_WORST) + 1


def _concern(group: Group, keys: Keys) -> int:
    if group.kind in _WORST:
        return _WORST.index(group.kind)
    return _UNUSABLE_KEY if unusable_key_state(group, keys) else _NO_CONCERN


@dataclass(frozen=True, slots=True)
class AuditScope:
    """What an audit checks."""

    bucket: str
    prefix: str = ""
    versions: bool = False


@dataclass(frozen=True, slots=True)
class AuditMaker:
    """Who made an audit; empty where unknown.

    `user` is of the computer (`anna@laptop`), `who` the caller's ARN.
    """

    user: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """Facts about an audit.

    `ended` is None if it was interrupted, `default` if the bucket's default encryption couldn't be
    read. `listed` and `delete_markers` are counts; delete markers aren't objects.
    """

    scope: AuditScope
    started: datetime
    ended: datetime | None = None
    default: BucketEncryption | None = None
    region: str | None = None
    listed: int = 0
    delete_markers: int = 0
    all_listed: bool = False
    maker: AuditMaker = AuditMaker()


@dataclass(frozen=True, slots=True)
class Audited:
    """An object of an audit: its listing, its status by HeadObject, and its group."""

    listed: ListedObject
    reported: ObjectStatus
    group: Group
