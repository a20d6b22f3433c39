"""“Access denied” explained: what is not allowed, which policy says so, whom to send what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from s3enc_gui.s3.errors.messages.denied import (
    ACTIONS,
    BY_ACTION,
    BY_TEXT,
    GENERAL,
    HOLDERS,
    OWNERS,
)
from s3enc_gui.s3.errors.messages.shape import ErrorMessage, printable

# Amazon's long form (userguide, troubleshoot-403-errors); others say "Access Denied" and no more.
_LONG = re.compile(
    r"User: (?P<user>\S+) is not authorized to perform: (?P<action>[\w-]+:\w+)"
    r"(?: on resource: \"?(?P<resource>(?<=\")[^\"]+|[^\s\"]+)\"?)?(?P<reason>.*)",
    re.DOTALL,
)
_POLICY = re.compile(
    r"(?:because no|with an (?P<deny>explicit deny) in an?) (?P<kind>[A-Za-z -]+?)"
    r"(?: policy| policies)?(?: allows?\b|:|\.|$| \()"
)
_GONE_OR_CLOSED = "does not exist in this region"


@dataclass(frozen=True, slots=True)
class Denial:
    """What a refusal says: `kind` of policy, and whether it forbids or merely does not allow.

    Empty texts: not said.
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

    @property
    def target(self) -> str:
        """` on ARN`, where an ARN is named."""
        return f" on {self.resource}" if self.resource else ""


def parse(message: str) -> Denial:
    """Read the long form; anything else gives an empty Denial."""
    match = _LONG.search(message)
    if match is None:
        return Denial()
    policy = _POLICY.search(match["reason"])
    return Denial(
        match["action"],
        match["user"],
        (match["resource"] or "").rstrip("."),
        policy["kind"].strip().lower() if policy else "",
        bool(policy and policy["deny"]),
    )


_ENCRYPTION_DEMANDED = "Choose the encryption and the KMS key that the policy asks for, or"
_WRITES = frozenset({"PutObject", "CreateMultipartUpload"})
_PART_STEPS = frozenset({"UploadPart", "CompleteMultipartUpload", "ListParts"})
_READS = frozenset({"GetObject", "HeadObject"})


def explain(message: str, operation: str, subject: Mapping[str, str]) -> ErrorMessage:
    """Return words for a refusal.

    `operation` is botocore's name of it; `subject` may tell `bucket`, `key`, `key_name`, `sse`.
    """
    lowered = message.lower()
    for piece, words in BY_TEXT:
        if piece in lowered:
            return words
    denial = parse(message)
    if denial.action:
        return _explained(denial, operation, gone_or_closed=_GONE_OR_CLOSED in lowered)
    if operation in _WRITES:
        return _write_refused(subject)
    if operation in _PART_STEPS:
        return _parts_refused(subject)
    return _refused(operation, subject)


def _explained(denial: Denial, operation: str, *, gone_or_closed: bool) -> ErrorMessage:
    words = BY_ACTION.get(denial.action.removesuffix("WithoutPlaintext"), GENERAL)
    holder, whom = HOLDERS.get(denial.kind) or OWNERS.get(denial.service, ("a policy", "its owner"))
    holder = holder[:1].upper() + holder[1:]
    if denial.action == "s3:PutObject" and denial.explicit:
        return ErrorMessage(
            f"{holder} refuses this upload",
            "Probably it demands a certain encryption or KMS key, and got another.",
            f"{_ENCRYPTION_DEMANDED} send this to {whom}: “Which encryption must "
            f"{denial.action}{denial.target} have for {denial.user}?”.",
        )
    if denial.action == "kms:Decrypt" and operation in _READS:
        words = words._replace(
            detail="{object} may be there, but its key is out of reach.", hint="To read it,"
        )
    if gone_or_closed:
        reason = "It is not in this Region, or it is closed to you."
    elif denial.kind:
        reason = f"{holder} {'forbids' if denial.explicit else 'does not allow'} {denial.action}."
    else:
        reason, whom = "", "your administrator"
    return ErrorMessage(
        words.title,
        f"{words.detail} {reason}".strip(),
        f"{words.hint} send this to {whom}: “{_request(denial)}”.",
    )


def _request(denial: Denial) -> str:
    if denial.explicit:
        return f"Please lift the ban on {denial.action}{denial.target} for {denial.user}"
    actions = denial.action
    if actions.startswith("kms:GenerateDataKey"):
        actions = "kms:GenerateDataKey and kms:Decrypt"  # parts of large files need both
    return f"Please allow {denial.user} {actions}{denial.target}"


def _write_refused(subject: Mapping[str, str]) -> ErrorMessage:
    """Name the likely causes of a plain refusal to store something."""
    kms = subject.get("sse", "").startswith("aws:kms")
    key = " Or {kms_key} is closed to you (kms:GenerateDataKey)." if kms else ""
    bucket = printable(subject.get("bucket") or "the bucket")
    return ErrorMessage(
        "The bucket refuses this upload",
        "No reason is given. The likely cause is the policy of {bucket}: it may demand "
        "another encryption than the chosen one. Or you may not write there (s3:PutObject)." + key,
        f"{_ENCRYPTION_DEMANDED} send this to the bucket's owner: “Which encryption does the "
        f"policy of {bucket} demand, and may I use s3:PutObject there?”.",
    )


def _parts_refused(subject: Mapping[str, str]) -> ErrorMessage:
    bucket = printable(subject.get("bucket") or "the bucket")
    return ErrorMessage(
        "The bucket refuses the parts of this upload",
        "No reason is given. If small files work and large ones do not, kms:Decrypt on {kms_key} "
        "is missing: parts need it.",
        "Choose another key, or send this to the key's owner: “Please allow me kms:Decrypt for "
        f"uploads to {bucket}”.",
    )


def _refused(operation: str, subject: Mapping[str, str]) -> ErrorMessage:
    action, whom = ACTIONS.get(operation, (operation, "your administrator"))
    words = BY_ACTION.get(action, GENERAL)
    target = subject.get("key_name" if action.startswith("kms:") else "bucket")
    where = f" on {printable(target)}" if target else ""
    return words._replace(
        hint=f"{words.hint} send this to {whom}: “Please allow me {action}{where}”."
    )
