"""Answers with characters that XML 1.0 does not have.

A key may hold any character, and servers write it into their answers as it is: U+0007 raw or as
`&#7;`, U+FFFE, a carriage return (that a reader of XML turns into a line feed), bytes that are no
UTF-8. XML 1.0 has none of these (Extensible Markup Language 1.0, 2.2), and expat refuses the whole
answer for one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONTROLS = bytes(one for one in range(32) if one not in b"\t\n\r")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_LEAF = re.compile(r"(<[^<>/!?][^<>]*>)([^<]*\r[^<]*)(?=</)")
_PLANES = range(0x100000, 0, -0x10000)  # stand-ins for the characters of the first plane
_SHOWN = "\ufffd"

# Answered with 200, but not to be read: repeated, a Create makes another upload, a Complete fails.
_NOT_REPEATED = {
    "CreateMultipartUpload": "InitiateMultipartUploadResult",
    "CompleteMultipartUpload": "CompleteMultipartUploadResult",
}
_UPLOAD_ID = re.compile(rb"<UploadId>([\x21-\x3b\x3d-\x7e]+)</UploadId>")

Parse = Callable[[bytes], ElementTree.Element]


def element_tree(body: bytes) -> ElementTree.Element:
    """Parse XML as it stands. Raises ParseError."""
    return ElementTree.fromstring(body)  # noqa: S314 - as botocore's


def read_exactly(body: bytes, parse: Parse = element_tree) -> ElementTree.Element:
    """Parse an answer; its texts have the very characters that the server wrote.

    Bytes that are no UTF-8 become lone surrogates, as in names of files: such a text is no key that
    could be asked for. Costs nothing where the answer is XML. Raises ParseError.
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


def read_here(
    root: str,
    response: dict[str, Any],
    fields: dict[str, Any],
    read: Callable[[ElementTree.Element], dict[str, Any]],
    parse: Parse = element_tree,
) -> None:
    """Read an answer of 200 exactly and leave an empty one to botocore, on its event before-parse.

    `response` and `fields` are what that event gives and takes. Botocore gets whatever cannot be
    parsed, has another root, or makes `read` raise ValueError.
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
    """Return an answer as XML 1.0: characters that it does not have are shown as U+FFFD.

    For answers whose keys nobody needs. Returns the same body where there is no such character.
    """
    if _is_plain(body):
        return body
    text = body.decode("utf-8", "surrogateescape")
    return _replaced(text, lambda _: _SHOWN).encode()


def read_answers_tolerantly(client: S3Client) -> None:
    """Let a client read all its answers so.

    By `*` in place of `s3` it comes before botocore's search for an error in an answer of 200,
    which takes what is no XML for a crash of the server, and asks again.
    """
    client.meta.events.register("before-parse.*", _mend)


def _mend(
    operation_model: Any,  # noqa: ANN401 - untyped
    response_dict: dict[str, Any],
    customized_response_dict: dict[str, Any],
    **_: object,
) -> None:
    body = response_dict.get("body")
    if not isinstance(body, bytes) or not body:
        return
    response_dict["body"] = body = made_readable(body)
    root = _NOT_REPEATED.get(operation_model.name)
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
    """Whether there is surely no character that XML 1.0 lacks; quickly."""
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
    """Write carriage returns as references, but those between elements: they are layout."""
    if "\r" not in text:
        return text
    return _LEAF.sub(lambda found: found[1] + found[2].replace("\r", "&#13;"), text)


def _uses(text: str, plane: int) -> bool:
    return any(plane <= ord(letter) <= plane + 0xFFFF for letter in set(text))


def _replaced(text: str, stand_in: Callable[[int], str]) -> str:
    """Replace what XML 1.0 does not have, raw or as a reference; `stand_in` gets its code."""

    def reference(found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        if code > 0x10FFFF:
            return _SHOWN
        return stand_in(code) if _NOT_XML.match(chr(code)) else found[0]

    text = _NOT_XML.sub(lambda found: stand_in(ord(found[0])), text)
    return text if "<![CDATA[" in text else _REFERENCE.sub(reference, text)


def _restore(tree: ElementTree.Element, plane: int) -> None:
    stand_ins = re.compile(f"[{chr(plane)}-{chr(plane + 0xFFFF)}]")

    def restored(text: str) -> str:
        text = stand_ins.sub(lambda found: chr(ord(found[0]) - plane), text)
        # Some servers write a character as the two halves that it has in UTF-16.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")

    for element in tree.iter():
        element.text = restored(element.text) if element.text else element.text
        element.tail = restored(element.tail) if element.tail else element.tail
