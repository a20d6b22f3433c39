"""Parses the head of a response (RFC 9112, sections 2 to 6).

Tolerant where a head has one meaning only: lines that end with LF, folded lines, repeated equal
lengths. Everything else that isn't as in the RFC is an error, never a guess.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from s3enc_gui.regex import regex
from s3enc_gui.s3.transport.http.bad_response import BadResponse

Headers = list[tuple[str, str]]

_BLANK = " \t"  # str.strip() also removes characters that may be part of a value, as of UTF-8
_END = regex(rb"\n\r?\n")
_STATUS = regex(r"HTTP/1\.([0-9]) ([1-9][0-9][0-9])(?: .*)?")
_TOKENS = regex(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]*")
_NOT_IN_LINES = str.maketrans("\r\0", "  ")  # RFC 9110, section 5.5: replace or reject


class Head(NamedTuple):
    """Status, headers as (lower-case name, value) in their order, and how the body ends.

    `length` of the body in bytes; None: until the connection closes. `keep`: the server keeps the
    connection.
    """

    status: int
    headers: Headers
    chunked: bool
    length: int | None
    keep: bool


def end_of_head(buffer: bytes, start: int) -> tuple[int, int]:
    """Return the ends of the head and of the empty line after it, (-1, -1) without one.

    The first `start` bytes have no empty line.
    """
    found = _END.search(buffer, max(0, start - 2))
    return found.span() if found else (-1, -1)


def read_head(head: bytes) -> Head:
    """Parse a head; the last line end may lack its LF. Raises BadResponse."""
    text = head.decode("latin-1")
    lines = text.removesuffix("\r").split("\r\n")
    headers, found = _headers(lines)
    together = "".join(lines)
    is_usual = not ("\n" in together or "\r" in together or "\0" in together)
    if not (is_usual and _are_tokens("".join(found)) and "" not in found):
        lines = _unusual_lines(text)
        headers, found = _headers(lines)
        if not all(found) or not all(map(_are_tokens, found)):
            raise BadResponse("The response has a header without a valid name")
    status, keep = _status(lines[0])
    if "connection" in found and "close" in _listed(headers, "connection"):
        keep = False
    if "transfer-encoding" in found:
        _check_coding(headers)
        return Head(status, headers, True, None, keep)
    length = found.get("content-length")
    if length is None:
        return Head(status, headers, False, None, keep)
    if len(found) < len(headers) or not is_length(length):
        length = _one_length(headers)
        headers = [(name, length if name == "content-length" else v) for name, v in headers]
    return Head(status, headers, False, int(length), keep)


@lru_cache(maxsize=64)  # they are the same for all responses of a server
def _are_tokens(names: str) -> bool:
    """Whether names of headers, one or joined, have valid characters only."""
    return _TOKENS.fullmatch(names) is not None


@lru_cache(maxsize=64)
def _status(line: str) -> tuple[int, bool]:
    """Return the status, and whether connections are usually kept. Raises BadResponse."""
    found = _STATUS.fullmatch(line)
    if not found or found[2] == "101":  # Switching Protocols is never requested
        raise BadResponse(f"The response isn't HTTP: {line[:80]!r}")
    return int(found[2]), found[1] != "0"


def _headers(lines: list[str]) -> tuple[Headers, dict[str, str]]:
    """Return the headers after the first line; the name is empty where there is none."""
    headers = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        headers.append((name.lower() if colon else "", value.strip(_BLANK)))
    return headers, dict(headers)


def _unusual_lines(text: str) -> list[str]:
    """Split an unusual head: lines may end with LF, and a header may be folded (section 5.2)."""
    found: list[str] = []
    for line in text.split("\n"):
        line = line.removesuffix("\r").translate(_NOT_IN_LINES)
        if len(found) > 1 and line.startswith((" ", "\t")):
            found[-1] = f"{found[-1].rstrip(_BLANK)} {line.strip(_BLANK)}"
        else:
            found.append(line)
    return found


def _listed(headers: Headers, name: str) -> list[str]:
    """Return the elements of a header that is a list, in lower case; it may be repeated."""
    values = ",".join(value for found, value in headers if found == name)
    return [one.strip(_BLANK).lower() for one in values.split(",")]


def _one_length(headers: Headers) -> str:
    """Return the length of the body, which may be repeated. Raises BadResponse."""
    lengths = set(_listed(headers, "content-length"))
    length = min(lengths)
    if len(lengths) > 1 or not is_length(length):
        raise BadResponse(f"The response has no valid length: {', '.join(lengths)[:80]!r}")
    return length


def _check_coding(headers: Headers) -> None:
    codings = _listed(headers, "transfer-encoding")
    has_length = any(name == "content-length" for name, _ in headers)
    if codings != ["chunked"] or has_length:
        raise BadResponse(f"The response has no valid length: {', '.join(codings)[:80]!r}")


def is_length(text: str) -> bool:
    """Whether a header's value is a number of bytes."""
    return text.isascii() and text.isdigit() and len(text) < 20
