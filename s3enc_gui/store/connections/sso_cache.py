"""The AWS CLI's cache of IAM Identity Center tokens: `~/.aws/sso/cache`.

Names and fields are those of botocore (SSOTokenLoader, SSOTokenProvider), which reads the files
and refreshes the tokens in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from hashlib import sha1
from pathlib import Path
from typing import Any

from s3enc_gui.domain.connections.sign_in import SsoSession, SsoToken
from s3enc_gui.store.connections.locks import token_lock
from s3enc_gui.store.connections.token_file import (
    delete_token,
    read_token,
    time_of,
    time_text,
    write_token,
)


class SsoCache:
    """The tokens of all sessions, one file each."""

    def __init__(self, folder: Path | None = None) -> None:
        # No variable changes it (botocore.tokens.SSOTokenProvider).
        self._folder = folder or Path.home() / ".aws" / "sso" / "cache"

    def path(self, session: SsoSession) -> Path:
        """Return the path of a session's file."""
        digest = sha1(session.cache_name.encode(), usedforsecurity=False).hexdigest()
        return self._folder / f"{digest}.json"

    def load(self, session: SsoSession) -> SsoToken | None:
        """Return the token of a session; None if there is none that can be read.

        A token of another start URL or Region under the same session name isn't returned.
        """
        content = read_token(self.path(session))
        same_url = content.get("startUrl") in (None, session.start_url)
        if not (same_url and content.get("region") in (None, session.region)):
            return None
        try:
            return _token_of(content)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def save(self, session: SsoSession, token: SsoToken) -> None:
        """Write the token of a session. Raises AppError."""
        write_token(self.path(session), _content_of(session, token))

    def locked(self, session: SsoSession) -> AbstractContextManager[None]:
        """Let one process at a time renew it: a refresh token can be used once. Raises AppError."""
        return token_lock(self.path(session).stem)

    def delete(self, session: SsoSession) -> None:
        """Delete the token of a session, if there is one. Raises AppError."""
        delete_token(self.path(session))


def _content_of(session: SsoSession, token: SsoToken) -> Mapping[str, Any]:
    content = {
        "startUrl": session.start_url,
        "region": session.region,
        "accessToken": token.access_token,
        "expiresAt": time_text(token.expires_at),
        "clientId": token.client_id,
        "clientSecret": token.client_secret,
    }
    if token.registration_expires_at:
        content["registrationExpiresAt"] = time_text(token.registration_expires_at)
    if token.refresh_token:
        content["refreshToken"] = token.refresh_token
    return content


def _token_of(content: Mapping[str, Any]) -> SsoToken:
    registered = content.get("registrationExpiresAt")
    return SsoToken(
        str(content["accessToken"]),
        time_of(content["expiresAt"]),
        content.get("refreshToken"),
        str(content.get("clientId") or ""),
        str(content.get("clientSecret") or ""),
        time_of(registered) if registered else None,
    )
