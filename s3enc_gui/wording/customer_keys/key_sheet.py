"""The key sheet: a customer-provided key (SSE-C) as a text to print and keep."""

from __future__ import annotations

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.i18n import _


def key_sheet(name: str, key: CustomerKey) -> str:
    """Return the text; `parse_customer_key` reads its four rows, also typed from paper."""
    lines = [
        _("Key sheet: customer-provided key (SSE-C) for Amazon S3"),
        "",
        _("Name: {name}").format(name=name),
        _("MD5 of the key: {md5}").format(md5=key.md5),
        "",
        _("Row, 8 bytes in hexadecimal, 2 check digits:"),
        "",
        *key.rows,
        "",
        _("Without this key, nobody can read the objects again, not even AWS."),
        _("Keep this sheet where only people who may read the objects can see it."),
        _("S3enc reads the key from this file, or from its four rows when they are typed."),
    ]
    return "\n".join(lines) + "\n"
