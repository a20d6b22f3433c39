"""Parses XML responses with characters that XML 1.0 doesn't allow.

Keys may contain any character, and servers return them unescaped: U+0007 raw or as `&#7;`, U+FFFE,
bytes that aren't UTF-8. XML 1.0 allows none of these (W3C, Extensible Markup Language 1.0, section
2.2), and expat rejects the whole document. A carriage return would become a line feed (section
2.11). Source for keys: S3 User Guide, object-keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from s3enc_gui.regex import regex

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONTROLS = bytes(one for one in range(32) if one not in b"\t\n\r")
_NOT_XML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = regex(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_LEAF = regex(r"(<[^<>/!?][^<>]*>)([^<]*\r[^<]*)(?=</)")
_PLANES = range(0x100000, 0, -0x10000)  # planes that may substitute characters of the first one
_REPLACEMENT = "\ufffd"

# Not retried if a response with status 200 can't be parsed: a second Create makes another upload,
# a second Complete fails.
_NOT_RETRIED = {
    "CreateMultipartUpload": "InitiateMultipartUploadResult",
    "CompleteMultipartUpload": "CompleteMultipartUploadResult",
}
_UPLOAD_ID = regex(rb"<UploadId>([\x21-\x3b\x3d-\x7e]+)</UploadId>")

Parse = Callable[[bytes], ElementTree.Element]


def element_tree(body: bytes) -> ElementTree.Element:
    """Parse XML. Raises ParseError."""
    return ElementTree.fromstring(body)  # noqa: S314 - as botocore's


def read_exactly(body: bytes, parse: Parse = element_tree) -> ElementTree.Element:
    """Parse a response; its texts have exactly the characters that the server sent.

    Bytes that aren't UTF-8 become lone surrogates (PEP 383); such a key can't be requested. Adds no
    cost for valid XML. Raises ParseError.
    """
    try:
        if b"\r" not in body:
            return parse(body)
        text = _with_returns(body.decode("utf-8", "surrogateescape"))
        return parse(text.encode("utf-8", "surrogateescape"))
    except ElementTree.ParseError:
        text = _with_returns(body.decode("utf-8", "surrogateescape"))
        plane = next((one for one in _PLANES if not _uses(text, one)), None)
        if plane is None:
            raise
        marked = _replaced(text, lambda code: chr(plane + code))
        if marked == text:
            raise
        tree = parse(marked.encode())
    _restore(tree, plane)
    return tree


def parse_before_botocore(
    root: str,
    response: dict[str, Any],
    fields: dict[str, Any],
    read: Callable[[ElementTree.Element], dict[str, Any]],
    parse: Parse = element_tree,
) -> None:
    """Parse a response with status 200 on botocore's event before-parse.

    `response` and `fields` are the event's arguments. botocore then parses an empty document; or
    the response itself, if it can't be parsed, has another root, or `read` raises ValueError.
    """
    if response.get("status_code") != 200:
        return
    try:
        tree = read_exactly(response["body"], parse)
        if local_name(tree.tag) != root:
            return
        found = read(tree)
    except (ElementTree.ParseError, ValueError):
        return
    fields.update(found)
    response["body"] = f"<{root}/>".encode()


def local_name(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]


def made_readable(body: bytes) -> bytes:
    """Return a response as XML 1.0, with U+FFFD for characters that it doesn't allow.

    For responses whose keys aren't used. Returns the same body without such characters.
    """
    if _is_plain(body):
        return body
    text = body.decode("utf-8", "surrogateescape")
    return _replaced(text, lambda _: _REPLACEMENT).encode()


def read_responses_tolerantly(client: S3Client) -> None:
    """Make a client replace characters that XML 1.0 doesn't allow in all responses.

    Registered for `*` instead of `s3`, it runs before botocore's handler that searches a response
    with status 200 for an error, and retries for anything but XML.
    """
    client.meta.events.register("before-parse.*", _make_readable)


def _make_readable(
    operation_model: Any,  # noqa: ANN401 - untyped
    response_dict: dict[str, Any],
    customized_response_dict: dict[str, Any],
    **_: object,
) -> None:
    body = response_dict.get("body")
    if not isinstance(body, bytes) or not body:
        return
    response_dict["body"] = body = made_readable(body)
    root = _NOT_RETRIED.get(operation_model.name)
    if root and response_dict.get("status_code") == 200 and not _is_xml(body):
        response_dict["body"] = f"<{root}/>".encode()
        if found := _UPLOAD_ID.search(body):
            customized_response_dict["UploadId"] = found[1].decode()


def _is_xml(body: bytes) -> bool:
    try:
        element_tree(body)
    except ElementTree.ParseError:
        return False
    return True


def _is_plain(body: bytes) -> bool:
    """Whether there is certainly no character that XML 1.0 doesn't allow; fast."""
    if b"&#" in body or b"\xef\xbf" in body or len(body.translate(None, _CONTROLS)) < len(body):
        return False
    if body.isascii():
        return True
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _with_returns(text: str) -> str:
    """Escape carriage returns, except for whitespace between elements."""
    if "\r" not in text:
        return text
    return _LEAF.sub(lambda found: found[1] + found[2].replace("\r", "&#13;"), text)


def _uses(text: str, plane: int) -> bool:
    return any(plane <= ord(letter) <= plane + 0xFFFF for letter in set(text))


def _replaced(text: str, substitute: Callable[[int], str]) -> str:
    """Replace characters that XML 1.0 doesn't allow, raw or as a reference, by code point."""

    def reference(found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        if code > 0x10FFFF:
            return _REPLACEMENT
        return substitute(code) if _NOT_XML.match(chr(code)) else found[0]

    text = _NOT_XML.sub(lambda found: substitute(ord(found[0])), text)
    return text if "<![CDATA[" in text else _REFERENCE.sub(reference, text)


def _restore(tree: ElementTree.Element, plane: int) -> None:
    substitutes = re.compile(f"[{chr(plane)}-{chr(plane + 0xFFFF)}]")

    def restored(text: str) -> str:
        text = substitutes.sub(lambda found: chr(ord(found[0]) - plane), text)
        # Some servers write a character as its two UTF-16 surrogates.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")

    for element in tree.iter():
        element.text = restored(element.text) if element.text else element.text
        element.tail = restored(element.tail) if element.tail else element.tail
