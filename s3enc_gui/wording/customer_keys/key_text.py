"""How texts name a customer-provided key (SSE-C): by name and MD5, never by its bytes."""

from __future__ import annotations

from s3enc_gui.domain.customer_keys.key_names import KEY_NAMES
from s3enc_gui.i18n import _


def customer_key_text(md5: str | None) -> str:
    """Return `invoices (MD5 …)`; the MD5 alone if this computer doesn't know the key."""
    if not md5:
        return ""
    if name := KEY_NAMES.of(md5):
        return named_key_text(name, md5)
    return _("MD5 {md5}").format(md5=md5)


def named_key_text(name: str, md5: str) -> str:
    """Return `invoices (MD5 …)`."""
    return _("{name} (MD5 {md5})").format(name=name, md5=md5)
