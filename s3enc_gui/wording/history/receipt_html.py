"""Receipts as one page for people: what, where, how encrypted, who, when, and whether verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.location import Location, plain_name
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.wording import labels
from s3enc_gui.wording.formats import NOTHING, format_moment, format_size
from s3enc_gui.wording.history.receipt_rows import (
    encryption_text,
    key_name,
    receipt_result,
    receipt_time,
    receipt_values,
    result_label,
)
from s3enc_gui.wording.html_page import END, escaped, fact_list, page_start

_COLUMNS = (
    (N_("File"), ""),
    (N_("Stored as"), ""),
    (N_("Size"), "n"),
    (N_("Encryption"), ""),
    (N_("Checksum"), ""),
    (N_("Uploaded"), ""),
    (N_("Result"), ""),
)


def html_pieces(pages: Iterable[Sequence[Receipt]]) -> Iterator[tuple[str, int]]:
    """Yield the page in pieces, each with the number of its receipts.

    A single receipt has all its facts, one below the other; several are the rows of a table.
    """
    left = iter(pages)
    first = next(left, ())
    second = next(left, ())
    if len(first) == 1 and not second:
        yield _single(first[0]), 1
        return
    yield page_start(_("Receipts of uploads to Amazon S3")) + _head(), 0
    for page in chain((first, second), left):
        yield "".join(map(_row, page)), len(page)
    yield f"</tbody></table>\n{END}", 0


def _single(receipt: Receipt) -> str:
    name = plain_name(receipt.key) or receipt.key
    title = _("Receipt of “{name}”").format(name=name)
    values = receipt_values(receipt, format_moment)
    rows = [(_("Stored as"), _uri(receipt))]
    rows += [(translate(label), value) for label, value in values.items() if value != NOTHING]
    return f"{page_start(title)}{_verdict(receipt)}{fact_list(rows)}{END}"


def _verdict(receipt: Receipt) -> str:
    """Return the result in words, with what S3 reported otherwise than requested."""
    css, mark = _SIGNS.get(receipt_result(receipt), ("bad", "?"))
    when = format_moment(receipt_time(receipt))
    said = _("{result} on {time}").format(result=result_label(receipt), time=when)
    paragraphs = [f'<p class="{css}">{mark} {escaped(said)}</p>\n']
    doubts = [one for one in receipt.findings if one.verdict is not Verdict.VERIFIED]
    notes = [receipt.error] if receipt.error else map(labels.finding_text, doubts)
    paragraphs += [f"<p>{escaped(note)}</p>\n" for note in notes]
    return "".join(paragraphs)


def _head() -> str:
    heads = "".join(
        f'<th scope="col"{_css(css)}>{escaped(translate(name))}</th>' for name, css in _COLUMNS
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>\n"


def _row(receipt: Receipt) -> str:
    css, mark = _SIGNS.get(receipt_result(receipt), ("bad", "?"))
    encryption = " ".join(filter(None, (encryption_text(receipt), key_name(receipt))))
    cells = (
        ("name", _lines(receipt.file)),
        ("name", _lines(_uri(receipt), receipt.version_id)),
        ("n", escaped(format_size(receipt.size))),
        ("name", _lines(encryption or NOTHING, receipt.kms_key_arn)),
        ("name", _lines(receipt.checksum or NOTHING)),
        ("name", _lines(format_moment(receipt_time(receipt)), receipt.who)),
        (css, f"{mark} {_lines(result_label(receipt), receipt.error)}"),
    )
    return f"<tr>{''.join(f'<td{_css(name)}>{inside}</td>' for name, inside in cells)}</tr>\n"


def _lines(text: str, note: str | None = None) -> str:
    return f"{escaped(text)}<br><code>{escaped(note)}</code>" if note else escaped(text)


def _css(name: str) -> str:
    return f' class="{name}"' if name else ""


def _uri(receipt: Receipt) -> str:
    return Location(receipt.bucket, receipt.key).uri


_SIGNS: dict[Result | None, tuple[str, str]] = {
    Result.VERIFIED: ("good", "✔"),
    Result.SKIPPED: ("quiet", "–"),
    Result.CANCELLED: ("quiet", "–"),
    Result.CANNOT_TELL: ("bad", "?"),
    Result.EXISTS: ("bad", "?"),
    Result.DIFFERENT: ("bad", "✘"),
    Result.FAILED: ("bad", "✘"),
}
