from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.signed_out import is_default, needs_sign_in
from s3enc_gui.domain.errors import AppError

DEFAULT, WORK = Connection(region="eu-west-1"), Connection("work")


def test_the_default_credentials() -> None:
    assert is_default(DEFAULT)
    for other in (WORK, Connection(credentials="c1"), Connection(anonymous=True)):
        assert not is_default(other)


@pytest.mark.parametrize(
    ("connection", "code", "needs"),
    [
        (DEFAULT, "NoCredentialsError", True),
        (WORK, "NoCredentialsError", True),
        (WORK, "UnauthorizedSSOTokenError", True),
        (WORK, "SecretMissing", True),
        (DEFAULT, "ProfileNotFound", True),  # AWS_PROFILE is out of date
        (WORK, "ProfileNotFound", False),
        (WORK, "InvalidClientTokenId", False),
        (DEFAULT, "EndpointConnectionError", False),
        (DEFAULT, "", False),
    ],
)
def test_which_errors_need_a_sign_in(connection: Connection, code: str, needs: bool) -> None:
    assert needs_sign_in(connection, AppError("", code=code)) is needs
