"""The key sheet: a customer-provided key (SSE-C) as a text or a page to print and keep."""

from __future__ import annotations

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.i18n import _
from s3enc_gui.wording.html_page import END, escaped, fact_list, page_start

PAGE = ".html"
"""The end of the file names of pages, which a browser prints."""


def sheet_for(path: str, name: str, key: CustomerKey) -> str:
    """Return the sheet as a page or a text, by the name of its file."""
    is_page = path.casefold().endswith((PAGE, ".htm"))
    return key_page(name, key) if is_page else key_sheet(name, key)


def key_sheet(name: str, key: CustomerKey) -> str:
    """Return the text; `parse_customer_key` reads its four rows, also typed from paper."""
    lines = [
        _title(),
        "",
        _("Name: {name}").format(name=name),
        _("MD5 of the key: {md5}").format(md5=key.md5),
        "",
        _rows_title(),
        "",
        *key.rows,
        "",
        *_advice(),
    ]
    return "\n".join(lines) + "\n"


def key_page(name: str, key: CustomerKey) -> str:
    """Return the same as an HTML page; `parse_customer_key` reads its rows, too."""
    facts = [(_("Name"), name), (_("MD5 of the key"), key.md5)]
    rows = "\n".join(key.rows)
    advice = "".join(f"<p>{escaped(line)}</p>\n" for line in _advice())
    return (
        f"{page_start(_title())}{fact_list(facts)}<p>{escaped(_rows_title())}</p>\n"
        f'<pre style="font-size: 1.6rem; line-height: 2; white-space: pre-wrap">\n{rows}\n</pre>\n'
        f"{advice}{END}"
    )


def _title() -> str:
    return _("Key sheet: customer-provided key (SSE-C) for Amazon S3")


def _rows_title() -> str:
    return _("Row, 8 bytes in hexadecimal, 2 check digits:")


def _advice() -> tuple[str, ...]:
    return (
        _("Without this key, nobody can read the objects again, not even AWS."),
        _("Keep this sheet where only people who may read the objects can see it."),
        _("S3enc reads the key from this file, or from its four rows when they are typed."),
    )
