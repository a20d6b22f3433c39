from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.domain.connections.saved_connection import AssumedRole
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.sign_in.assumed_role import assume

ROLE = AssumedRole("arn:aws:iam::111122223333:role/r", "me", "external", "arn:aws:iam::1:mfa/m")
KEYS = {"AccessKeyId": "ASIA", "SecretAccessKey": "secret", "SessionToken": "token"}
UNTIL = datetime(2026, 12, 1, tzinfo=UTC)


class Sts:
    def __init__(self, credentials: dict[str, Any]) -> None:
        self.credentials = credentials
        self.request: dict[str, Any] = {}

    def assume_role(self, **request: Any) -> dict[str, Any]:
        self.request = request
        return {"Credentials": self.credentials}


def test_what_is_asked_and_returned() -> None:
    sts = Sts(KEYS | {"Expiration": UNTIL})
    found = assume(sts, ROLE, lambda: "123456")
    assert found["expiry_time"] == "2026-12-01T00:00:00+00:00"
    assert (found["access_key"], found["secret_key"], found["token"]) == tuple(KEYS.values())
    assert sts.request == {
        "RoleArn": ROLE.arn,
        "RoleSessionName": "me",
        "DurationSeconds": 3600,
        "ExternalId": "external",
        "SerialNumber": ROLE.mfa_serial,
        "TokenCode": "123456",
    }


@pytest.mark.parametrize("expiration", [{}, {"Expiration": None}])
def test_without_an_expiration_the_response_cannot_be_read(expiration: dict[str, Any]) -> None:
    with pytest.raises(AppError) as caught:
        assume(Sts(KEYS | expiration), ROLE, lambda: "123456")
    assert caught.value.code == "UnreadableAnswer"
