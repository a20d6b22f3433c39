"""Masking of secrets in error messages."""

from __future__ import annotations

import re

# Long tokens that mix cases and digits are secret keys, session tokens or signatures.
_TOKEN = re.compile(
    r"(?=[A-Za-z0-9/+=]*\d)(?=[a-z0-9/+=]*[A-Z])(?=[A-Z0-9/+=]*[a-z])"
    r"[A-Za-z0-9/+=]{32,}"
)
# `password=x`, `"token": "x"`, but not "Error loading SSO Token: Token for …".
_NAMED = re.compile(
    r"""(?ix) ( [\w-]* (?:secret|passw|pwd|passphrase|token|signature|credential|passcode) [\w-]*
    (?: \s*=\s* | ["']\s*:\s* | \s*:\s*(?=\S*\d) ) ["']? ) [^\s"',&}]+"""
)
_USER_INFO = re.compile(r"://[^/@\s]+@")


def without_secrets(text: str) -> str:
    """Mask what looks like a secret: credential programs and header errors quote some."""
    text = _USER_INFO.sub("://•••@", text)
    return _TOKEN.sub("•••", _NAMED.sub(r"\1•••", text))
