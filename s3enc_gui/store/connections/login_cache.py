"""The AWS CLI's cache of console sign-ins: `~/.aws/login/cache`.

Names and fields are those of botocore (LoginTokenLoader, LoginCredentialFetcher), which reads the
files and renews the credentials in them.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

from s3enc_gui.domain.connections.sign_in import ConsoleToken
from s3enc_gui.store.connections.locks import token_lock
from s3enc_gui.store.connections.token_file import (
    delete_token,
    read_token,
    time_of,
    time_text,
    write_token,
)


class LoginCache:
    """The credentials of all console sessions, one file each."""

    def __init__(self, folder: Path | None = None) -> None:
        chosen = os.environ.get("AWS_LOGIN_CACHE_DIRECTORY")
        default = Path(chosen) if chosen else Path.home() / ".aws" / "login" / "cache"
        self._folder = folder or default.expanduser()

    def path(self, session_arn: str) -> Path:
        """Return the path of a session's file."""
        return self._folder / f"{sha256(session_arn.strip().encode()).hexdigest()}.json"

    def load(self, session_arn: str) -> ConsoleToken | None:
        """Return the credentials of a session; None if there are none that can be read."""
        content = read_token(self.path(session_arn))
        try:
            keys = content["accessToken"]
            return ConsoleToken(
                keys["accessKeyId"],
                keys["secretAccessKey"],
                keys["sessionToken"],
                str(keys.get("accountId") or ""),
                time_of(keys["expiresAt"]),
                content["refreshToken"],
                str(content.get("idToken") or ""),
                content["dpopKey"],
                content["clientId"],
                str(content.get("signInRegion") or ""),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def save(self, session_arn: str, token: ConsoleToken) -> None:
        """Write the credentials of a session. Raises AppError."""
        keys = {
            "accessKeyId": token.access_key,
            "secretAccessKey": token.secret_key,
            "sessionToken": token.session_token,
            "accountId": token.account,
            "expiresAt": time_text(token.expires_at),
        }
        content = {
            "accessToken": keys,
            "tokenType": "aws_sigv4",
            "clientId": token.client_id,
            "refreshToken": token.refresh_token,
            "idToken": token.id_token,
            "dpopKey": token.dpop_key,
            "signInRegion": token.region,
        }
        write_token(self.path(session_arn), content)

    def locked(self, session_arn: str) -> AbstractContextManager[None]:
        """Let one process at a time renew it: a refresh token can be used once. Raises AppError."""
        return token_lock(self.path(session_arn).stem)

    def delete(self, session_arn: str) -> None:
        """Delete the credentials of a session, if there are any. Raises AppError."""
        delete_token(self.path(session_arn))
