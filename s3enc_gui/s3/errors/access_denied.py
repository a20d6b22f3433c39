"""Explains “Access Denied”: which action and policy, and what to send to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import AnyText, Text, sentences, text
from s3enc_gui.regex import regex
from s3enc_gui.s3.errors.messages.access import (
    ANONYMOUS_DENIED,
    ANONYMOUS_READ_DENIED,
    PAY,
)
from s3enc_gui.s3.errors.messages.denied import (
    ACTIONS,
    ADMINISTRATOR,
    ANY_POLICY,
    BUCKET_OWNER,
    BY_ACTION,
    BY_TEXT,
    GENERAL,
    KEY_OWNER,
    OF_VERSION,
    POLICIES,
    READ_WITHOUT_KEY,
    RESOURCE_POLICIES,
)
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage, printable
from s3enc_gui.s3.errors.response_marks import ACCESS_MODE

# AWS's long form (IAM User Guide, troubleshoot access denied error messages); S3-compatible
# servers only say "Access Denied".
_LONG = regex(
    r"User: (?P<user>\S+) is not authorized to perform: (?P<action>[\w-]+:\w+)"
    r"(?: on resource: \"?(?P<resource>(?<=\")[^\"]+|[^\s\"]+)\"?)?(?P<reason>.*)",
    re.DOTALL,
)
_POLICY = regex(
    r"(?:because no|with an (?P<deny>explicit deny) in an?) (?P<kind>[A-Za-z -]+?)"
    r"(?: policy| policies)?(?: allows?\b|:|\.|$| \()"
)
MISSING_OR_DENIED = "does not exist in this region"


@dataclass(frozen=True, slots=True)
class LongForm:
    """What the long form of a denial says; what it doesn't say is empty.

    `kind` is that of the policy; `explicit`: the policy denies, rather than not allowing.
    """

    action: str = ""
    user: str = ""
    resource: str = ""
    kind: str = ""
    explicit: bool = False

    @property
    def service(self) -> str:
        """The action's service: `s3`, `kms`, `sts`."""
        return self.action.partition(":")[0]


def parse(message: str) -> LongForm:
    """Read the long form; anything else gives an empty LongForm."""
    match = _LONG.search(message)
    if match is None:
        return LongForm()
    policy = _POLICY.search(match["reason"])
    return LongForm(
        match["action"],
        match["user"],
        (match["resource"] or "").rstrip("."),
        policy["kind"].strip().lower() if policy else "",
        bool(policy and policy["deny"]),
    )


_REQUIRED_ENCRYPTION = text("Choose the encryption and the KMS key that the policy requires.")
_NO_REASON = text("The server gave no reason.")
_MAYBE_LOCKED = text("S3 Object Lock or MFA delete may also protect it.")
_WRITES = frozenset({"PutObject", "CreateMultipartUpload"})
_PART_STEPS = frozenset({"UploadPart", "CompleteMultipartUpload", "ListParts"})
_READS = frozenset({"GetObject", "HeadObject", "CopyObject"})
_LOOKUPS = frozenset({"GetObject", "HeadObject"})
_COPIES = frozenset({"CopyObject", "UploadPartCopy"})


def explain(message: str, operation: str, subject: Mapping[str, str]) -> ErrorMessage:
    """Return the message for a denied request.

    `operation` is its name in the API; `subject` as for `translated`.
    """
    lowered = message.lower()
    for part, found in BY_TEXT:
        if part in lowered:
            return found
    denial = parse(message)
    if denial.action:
        return _explained(
            denial, operation, subject, missing_or_denied=MISSING_OR_DENIED in lowered
        )
    if operation in _WRITES:
        return _write_denied(subject)
    if operation in _PART_STEPS:
        return _parts_denied()
    if operation in _COPIES:
        return _copy_denied(subject)
    return _denied(operation, subject)


def with_access_mode(
    found: ErrorMessage, message: str, operation: str, metadata: Mapping[str, object]
) -> ErrorMessage:
    """Say what would help an anonymous request, or one that didn't offer to pay.

    S3 denies the latter without a reason (S3 User Guide, Requester Pays buckets).
    """
    mode = metadata.get(ACCESS_MODE)
    if mode == "anonymous":
        return ANONYMOUS_READ_DENIED if operation in _LOOKUPS else ANONYMOUS_DENIED
    if mode == "unpaid" and not parse(message).action:
        return found._replace(hint=sentences(found.hint, PAY))
    return found


def _explained(
    denial: LongForm, operation: str, subject: Mapping[str, str], *, missing_or_denied: bool
) -> ErrorMessage:
    found = BY_ACTION.get(denial.action.removesuffix("WithoutPlaintext"), GENERAL)
    policy, whom = POLICIES.get(denial.kind) or RESOURCE_POLICIES.get(denial.service, ANY_POLICY)
    if denial.action == "s3:PutObject" and denial.explicit:
        return _policy_denies_upload(policy, whom)
    if denial.action == "kms:Decrypt" and _is_read(denial, operation, subject):
        found = READ_WITHOUT_KEY
    reason: AnyText = ""
    if missing_or_denied:
        reason = text("It doesn't exist in this Region, or you don't have access to it.")
    elif denial.explicit:
        reason = text("{policy} denies {action}.", policy=policy, action=denial.action)
    elif denial.kind:
        reason = text("{policy} doesn't allow {action}.", policy=policy, action=denial.action)
    else:
        whom = ADMINISTRATOR
    return ErrorMessage(found.title, sentences(found.detail, reason), sentences(found.hint, whom))


def _is_read(denial: LongForm, operation: str, subject: Mapping[str, str]) -> bool:
    """Whether a key is needed to read an object; parts of a copy also need that of the target."""
    if operation == "UploadPartCopy":
        return subject.get("key_name") != denial.resource
    return operation in _READS


def _policy_denies_upload(policy: Text, whom: Text) -> ErrorMessage:
    return ErrorMessage(
        text("{policy} denies this upload", policy=policy),
        text("It probably requires a specific encryption or KMS key."),
        sentences(_REQUIRED_ENCRYPTION, whom),
    )


def _write_denied(subject: Mapping[str, str]) -> ErrorMessage:
    """Name the likely causes of a denied write without a reason."""
    kms = subject.get("sse", "").startswith("aws:kms")
    return ErrorMessage(
        text("The bucket denies this upload"),
        sentences(
            _NO_REASON,
            text("The policy of {the_bucket} may require another encryption."),
            text("You may not have permission to write there (s3:PutObject)."),
            text("You may not have permission to use {the_key} (kms:GenerateDataKey).")
            if kms
            else "",
        ),
        sentences(_REQUIRED_ENCRYPTION, BUCKET_OWNER),
    )


def _parts_denied() -> ErrorMessage:
    return ErrorMessage(
        text("The bucket denies the parts of this upload"),
        sentences(
            _NO_REASON,
            text(
                "If small files work and large files don't, kms:Decrypt on {the_key} is missing:"
                " parts need it."
            ),
        ),
        sentences(text("Choose another key."), KEY_OWNER),
    )


def _copy_denied(subject: Mapping[str, str]) -> ErrorMessage:
    """Name what a copy needs of both objects: the server doesn't say which of them is meant."""
    source, target = (
        printable(f"{subject.get(bucket) or ''}/{subject.get(key) or ''}")
        for bucket, key in (("source_bucket", "source_key"), ("bucket", "key"))
    )
    kms = subject.get("sse", "").startswith("aws:kms")
    return ErrorMessage(
        text("You don't have permission to copy this object"),
        sentences(
            _NO_REASON,
            text("You may not have permission to read “{source}” (s3:GetObject).", source=source),
            text("You may not have permission to write “{target}” (s3:PutObject).", target=target),
            text("Tags need s3:GetObjectTagging and s3:PutObjectTagging."),
            text("Encryption with KMS needs kms:Decrypt and kms:GenerateDataKey.") if kms else "",
        ),
        ADMINISTRATOR,
    )


def _denied(operation: str, subject: Mapping[str, str]) -> ErrorMessage:
    action, whom = ACTIONS.get(operation, (operation, ADMINISTRATOR))
    if subject.get("version"):
        action = OF_VERSION.get(action, action)
    found = BY_ACTION.get(action, GENERAL)
    if action == "s3:DeleteObjectVersion":
        found = found._replace(detail=sentences(found.detail, _NO_REASON, _MAYBE_LOCKED))
    target = printable(subject.get("key_name" if action.startswith("kms:") else "bucket") or "")
    needed = (
        text("This needs {action} on {resource}.", action=action, resource=target)
        if target
        else text("This needs {action}.", action=action)
    )
    return found._replace(detail=sentences(found.detail, needed), hint=sentences(found.hint, whom))
