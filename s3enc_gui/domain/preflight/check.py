"""The result of one check before an upload, and the options that mend a failure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import EncryptionChoice
from s3enc_gui.domain.uploads.plan import IfExists, UploadOptions
from s3enc_gui.i18n import AnyText


class Subject(StrEnum):
    """What is checked, in the order of the list; values are those of `--check --json`."""

    CALLER = "caller"
    REGION = "region"
    OWNER = "owner"
    POLICY = "policy"
    DEFAULT_ENCRYPTION = "default-encryption"
    BLOCKED_ENCRYPTION = "blocked-encryption"
    KEY = "kms-key"
    SOURCE_KEYS = "source-keys"
    ACL = "acl"
    VERSIONING = "versioning"
    OBJECT_LOCK = "object-lock"
    REPLICATION = "replication"
    EVENTS = "events"


class Status(StrEnum):
    """FINE: nothing that was read speaks against it. Values as in `--check --json`."""

    FINE = "fine"
    WILL_FAIL = "will-fail"
    CANNOT_CHECK = "cannot-check"


@dataclass(frozen=True, slots=True)
class Correction:
    """The option to choose instead; None: unchanged."""

    encryption: EncryptionChoice | None = None
    without_acl: bool = False
    if_exists: IfExists | None = None

    def applied_to(self, options: UploadOptions) -> UploadOptions:
        """Return the options with the correction."""
        return replace(
            options,
            encryption=self.encryption or options.encryption,
            acl=None if self.without_acl else options.acl,
            if_exists=self.if_exists or options.if_exists,
        )


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: what was read, and what follows from it, in sentences."""

    subject: Subject
    status: Status
    text: AnyText
    correction: Correction | None = None


def fine(subject: Subject, text: AnyText) -> Check:
    """Return the check of something that doesn't prevent the upload."""
    return Check(subject, Status.FINE, text)


def will_fail(subject: Subject, text: AnyText, correction: Correction | None = None) -> Check:
    """Return the check of something that makes the upload fail."""
    return Check(subject, Status.WILL_FAIL, text, correction)


def cannot_check(subject: Subject, text: AnyText, correction: Correction | None = None) -> Check:
    """Return the check of something that couldn't be read, or not be decided."""
    return Check(subject, Status.CANNOT_CHECK, text, correction)


def failing(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return the checks that make the upload fail."""
    return tuple(one for one in checks if one.status is Status.WILL_FAIL)
