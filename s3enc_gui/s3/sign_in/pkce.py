"""Proof Key for Code Exchange (RFC 7636): ties an authorization code to who requested it."""

from __future__ import annotations

import secrets
import string
from base64 import urlsafe_b64encode
from dataclasses import field
from hashlib import sha256

from s3enc_gui.dataclass import dataclass

_ALPHABET = string.ascii_letters + string.digits + "-._~"
_LENGTH = 64  # of 43 to 128 allowed (RFC 7636, section 4.1); the AWS CLI's choice


def _new_verifier() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


@dataclass(frozen=True, slots=True)
class Pkce:
    """The secrets of one sign-in; never logged."""

    verifier: str = field(default_factory=_new_verifier, repr=False)
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def challenge(self) -> str:
        """The S256 code challenge: base64url without padding (section 4.2)."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
