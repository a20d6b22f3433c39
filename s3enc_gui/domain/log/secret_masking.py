"""Masking of secrets in error messages and in the log."""

from __future__ import annotations

import re

from s3enc_gui.regex import regex

# Long tokens that mix cases and digits are secret keys, session tokens or signatures.
_TOKEN = regex(
    r"(?=[A-Za-z0-9/+=]*\d)(?=[a-z0-9/+=]*[A-Z])(?=[A-Z0-9/+=]*[a-z])"
    r"[A-Za-z0-9/+=]{32,}"
)
# `password=x`, `"token": "x"`, but not "Error loading SSO Token: Token for …".
_NAMED = regex(
    r"""(?ix) ( [\w-]* (?:secret|passw|pwd|passphrase|token|signature|credential|passcode
    |verifier|device_?code) [\w-]*
    (?: \s*=\s* | ["']\s*:\s* | \s*:\s*(?=\S*\d) ) b?["']? ) [^\s"',&}]+"""
)
_USER_INFO = regex(r"://[^/@\s]+@")

# Whole headers: their value has several words (`Authorization: Bearer x`).
_HEADER = regex(
    r"""(?ix) ( \b (?:proxy-)?authorization | \b (?:set-)?cookie | \b dpop )
    ( ["']?\s*[:=]\s* ) (?: b?"[^"\n]*" | b?'[^'\n]*' | [^\n]+ )"""
)
_SCHEME = regex(r"(?i)\b(bearer|basic|dpop)\s+[\w.~+/=-]{8,}")
_CODE = regex(r"(?i)([?&](?:code|state)=)[^&\s\"']+")  # of a sign-in's redirect
_KEY = regex(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
_JWT = regex(r"\beyJ[\w-]{8,}(?:\.[\w-]*)*")


def without_secrets(text: str) -> str:
    """Mask what looks like a secret: credential programs and header errors quote some."""
    text = _KEY.sub("•••", _USER_INFO.sub("://•••@", text))
    text = _SCHEME.sub(r"\1 •••", _HEADER.sub(r"\1\2•••", text))
    text = _CODE.sub(r"\1•••", _JWT.sub("•••", text))
    return _TOKEN.sub("•••", _NAMED.sub(r"\1•••", text))
