"""Credentials of a role that is assumed with other credentials (STS AssumeRole)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s3enc_gui.domain.connections.saved_connection import AssumedRole
from s3enc_gui.s3.errors.translation import translated, unreadable

_SECONDS = 3600  # also the limit where the source itself is a role (role chaining)


def assume(client: Any, role: AssumedRole, mfa_code: Callable[[], str]) -> dict[str, Any]:  # noqa: ANN401 - typed by the caller
    """Return a role's credentials as botocore's RefreshableCredentials takes them.

    `client` is boto3's for STS. `mfa_code` is called if the role needs a code. Raises AppError.
    """
    request: dict[str, Any] = {
        "RoleArn": role.arn,
        "RoleSessionName": role.session_name or "s3enc",
        "DurationSeconds": _SECONDS,
    }
    if role.external_id:
        request["ExternalId"] = role.external_id
    if role.mfa_serial:
        request |= {"SerialNumber": role.mfa_serial, "TokenCode": mfa_code()}
    with translated():
        keys = client.assume_role(**request)["Credentials"]
        expires_at = keys.get("Expiration")
        if expires_at is None:  # or a date that can't be read
            raise unreadable("AssumeRole")
        return {
            "access_key": keys["AccessKeyId"],
            "secret_key": keys["SecretAccessKey"],
            "token": keys["SessionToken"],
            "expiry_time": expires_at.isoformat(),
        }
