"""Denial: a request that wasn't allowed, with what an administrator needs to know of it."""

from __future__ import annotations

from typing import NamedTuple

from s3enc_gui.dataclass import dataclass


class Permission(NamedTuple):
    """An action (`s3:PutObject`) and the ARN of what it is for.

    `resource` is `*` for actions without a resource, and empty where it isn't known; it may hold
    wildcards. The key that S3 chooses is `arn:aws:kms:REGION:ACCOUNT:key/*`.
    """

    action: str
    resource: str = ""

    @property
    def service(self) -> str:
        """The action's service: `s3`, `kms`, `sts`."""
        return self.action.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Denial:
    """What was denied to whom, by which policy; what isn't known is empty.

    `operation` is its name in the API, `message` the server's. `is_named`: the server named the
    action; otherwise `permissions` are those that the operation needs. `policy` is the kind of
    policy in the words of AWS's message (`identity-based`, `resource-based`, `service control`, …);
    `is_explicit`: it has a Deny, rather than no Allow. `encryption` and `kms_key` are what the
    request asked for. `request_id`, `host_id` and `date` are the response's headers.
    """

    operation: str
    permissions: tuple[Permission, ...]
    message: str = ""
    is_named: bool = False
    caller: str = ""
    policy: str = ""
    is_explicit: bool = False
    encryption: str = ""
    kms_key: str = ""
    request_id: str = ""
    host_id: str = ""
    date: str = ""
