"""Who a caller's ARN stands for, and how policies name them.

Sources: IAM User Guide (IAM ARNs; JSON policy elements: Principal; aws:PrincipalArn), IAM Identity
Center User Guide (referencing permission sets in resource policies).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.regex import regex

_ARN = regex(r"arn:([a-z-]+):(iam|sts)::([0-9]{12}):(.+)")
_SESSION = regex(r"assumed-role/([^/]+)/.*")
_PERMISSION_SET = regex(r"AWSReservedSSO_(.+)_[0-9a-f]{16}")


class CallerKind(Enum):
    """What a caller is."""

    USER = "user"
    ROLE = "role"
    PERMISSION_SET = "permission set"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Caller:
    """`arn` as reported, empty if it isn't known; `name` of the user, role or permission set.

    `principal` and `condition` are the elements of a statement that is about the caller; both are
    needed. The ARN of a permission set's role has a path that a session's ARN doesn't show.
    """

    arn: str = ""
    account: str = ""
    kind: CallerKind = CallerKind.OTHER
    name: str = ""
    principal_arn: str = ""
    principal: Mapping[str, str] | str = "*"
    condition: Mapping[str, object] | None = None

    @property
    def as_condition(self) -> Mapping[str, object]:
        """The condition that only the caller meets."""
        return {"ArnLike": {"aws:PrincipalArn": self.principal_arn}}

    @property
    def as_exemption(self) -> Mapping[str, object]:
        """The condition that everybody but the caller meets."""
        return {"ArnNotLike": {"aws:PrincipalArn": self.principal_arn}}


def caller_of(arn: str) -> Caller:
    """Return the caller with this ARN; one without ARN if it isn't an ARN of IAM or STS."""
    match = _ARN.fullmatch(arn)
    if match is None:
        return Caller()
    partition, _, account, rest = match.groups()
    iam = f"arn:{partition}:iam::{account}"
    session = _SESSION.fullmatch(rest)
    if session is None:
        kind = CallerKind.USER if rest.startswith("user/") else CallerKind.OTHER
        name = rest.rpartition("/")[2] if kind is CallerKind.USER else ""
        return Caller(arn, account, kind, name, arn, {"AWS": arn})
    role = session[1]
    if permission_set := _PERMISSION_SET.fullmatch(role):
        # The path ends with the Region of IAM Identity Center, unless that is us-east-1.
        pattern = f"{iam}:role/aws-reserved/sso.amazonaws.com*/{role}"
        return Caller(
            arn,
            account,
            CallerKind.PERMISSION_SET,
            permission_set[1],
            pattern,
            {"AWS": f"{iam}:root"},
            {"ArnLike": {"aws:PrincipalArn": pattern}},
        )
    role_arn = f"{iam}:role/{role}"
    return Caller(arn, account, CallerKind.ROLE, role, role_arn, {"AWS": role_arn})
