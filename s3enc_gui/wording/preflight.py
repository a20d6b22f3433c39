"""Labels of the checks before an upload, and of the options that mend a failure."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.preflight.check import Check, Correction, Status, Subject
from s3enc_gui.i18n import N_, _, ngettext, translate

SUBJECT_TEXTS: Mapping[Subject, str] = {
    Subject.CALLER: N_("Who you are"),
    Subject.REGION: N_("Region"),
    Subject.OWNER: N_("Bucket owner"),
    Subject.POLICY: N_("Bucket policy"),
    Subject.DEFAULT_ENCRYPTION: N_("Default encryption"),
    Subject.BLOCKED_ENCRYPTION: N_("Blocked encryption types"),
    Subject.KEY: N_("KMS key"),
    Subject.SOURCE_KEYS: N_("Present KMS keys"),
    Subject.ACL: N_("Object Ownership"),
    Subject.VERSIONING: N_("Versioning"),
    Subject.OBJECT_LOCK: N_("Object Lock"),
    Subject.REPLICATION: N_("Replication"),
    Subject.EVENTS: N_("Event notifications"),
}

STATUS_TEXTS: Mapping[Status, str] = {
    Status.FINE: N_("Fine"),
    Status.WILL_FAIL: N_("Will fail"),
    Status.CANNOT_CHECK: N_("Can't check"),
}

_KIND_BUTTONS: Mapping[Encryption, str] = {
    Encryption.BUCKET_DEFAULT: N_("Use the bucket's default"),
    Encryption.SSE_S3: N_("Use SSE-S3"),
    Encryption.SSE_KMS: N_("Use SSE-KMS"),
    Encryption.DSSE_KMS: N_("Use DSSE-KMS"),
    Encryption.SSE_C: N_("Use SSE-C"),
}


def subject_text(subject: Subject) -> str:
    """Name what is checked."""
    return translate(SUBJECT_TEXTS[subject])


def status_text(status: Status) -> str:
    """Name the result of a check."""
    return translate(STATUS_TEXTS[status])


def correction_button(correction: Correction) -> str:
    """Name the button that chooses the option."""
    if correction.without_acl:
        return _("Send no ACL")
    if correction.encryption is None:
        return _("Don't overwrite")
    if correction.encryption.key is not None:
        return _("Use this key")
    return translate(_KIND_BUTTONS[correction.encryption.kind])


def correction_options(correction: Correction) -> str:
    """Return the options of `s3enc upload` that choose it; empty: there is none."""
    choice = correction.encryption
    if choice is None:
        return f"--if-exists {correction.if_exists.value}" if correction.if_exists else ""
    options = [f"--sse {choice.kind.value}"]
    if choice.key is not None:
        options.append(f"--sse-kms-key-id {choice.key}")
    if choice.bucket_key is not None:
        options.append("--bucket-key" if choice.bucket_key else "--no-bucket-key")
    options += [f"--sse-context {shlex.quote(f'{name}={value}')}" for name, value in choice.context]
    return " ".join(options)


def counts_text(checks: Iterable[Check]) -> str:
    """Count the results: `6 fine · 2 can't be checked`."""
    counts = Counter(check.status for check in checks)
    failing, unknown, fine = (
        counts[one] for one in (Status.WILL_FAIL, Status.CANNOT_CHECK, Status.FINE)
    )
    texts = (
        (failing, ngettext("{count} will fail", "{count} will fail", failing)),
        (fine, ngettext("{count} fine", "{count} fine", fine)),
        (unknown, ngettext("{count} can't be checked", "{count} can't be checked", unknown)),
    )
    return " · ".join(message.format(count=count) for count, message in texts if count)
