"""The envelope: what an object's user metadata says about its client-side encryption.

Names as the Amazon S3 Encryption Client writes them (s3_encryption.metadata), without
`x-amz-meta-`. Nothing here is secret: the data key is wrapped by KMS.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.client_side.choice import RESERVED, Legacy, Pairs
from s3enc_gui.i18n import AnyText, text

Envelope = tuple[tuple[str, str], ...]

V1_KEY, V2_KEY, V3_KEY = "x-amz-key", "x-amz-key-v2", "x-amz-3"
CONTENT_V3, COMMITMENT_V3, MESSAGE_ID_V3 = "x-amz-c", "x-amz-d", "x-amz-i"
INSTRUCTION_MARK = "x-amz-crypto-instr-file"
_NAMES = frozenset(
    {
        *(V1_KEY, V2_KEY, "x-amz-wrap-alg", "x-amz-matdesc", "x-amz-iv", "x-amz-cek-alg"),
        *("x-amz-tag-len", INSTRUCTION_MARK),
        *(CONTENT_V3, V3_KEY, "x-amz-m", "x-amz-t", "x-amz-w", COMMITMENT_V3, MESSAGE_ID_V3),
    }
)
_WRAPPED_V3 = {"02": "AES/GCM", "12": "kms+context", "22": "RSA-OAEP-SHA1"}
KMS_CONTEXT, KMS_ALONE = "kms+context", "kms"


class Generation(StrEnum):
    """The format of the envelope; V3 is what version 4 of AWS's library writes."""

    V1 = "V1"
    V2 = "V2"
    V3 = "V3"


class Content(StrEnum):
    """How the content is encrypted."""

    COMMITTING = "115"  # AES-256-GCM with a key commitment
    GCM = "AES/GCM/NoPadding"
    CBC = "AES/CBC/PKCS5Padding"


@dataclass(frozen=True, slots=True)
class ClientSideFormat:
    """How an object is encrypted client-side, as far as its metadata says.

    `content` is None if it isn't known, as for another algorithm. `wrapping` is how the data key
    is wrapped; empty: not known. `context` is the encryption context (or material description)
    without the library's own names; None: it isn't readable. `wrapped_key` is the data key, wrapped
    and in Base64. `in_file`: the rest is in the instruction file, `KEY.instruction`.
    """

    generation: Generation
    content: Content | None
    wrapping: str = ""
    context: Pairs | None = ()
    wrapped_key: str = ""
    in_file: bool = False

    @property
    def needs(self) -> Legacy:
        """Which older generations a download must be allowed to read, to decrypt the object."""
        if self.content is Content.CBC or self.wrapping == KMS_ALONE:
            return Legacy.CBC
        return Legacy.NONE if self.content is Content.COMMITTING else Legacy.V2

    @property
    def is_authenticated(self) -> bool:
        """Whether a change of the content would be noticed."""
        return self.content in (Content.COMMITTING, Content.GCM)

    @property
    def title(self) -> AnyText:
        """The generation and algorithm on one line."""
        return _TITLES[self.generation, self.content, self.in_file]


def _titles() -> dict[tuple[Generation, Content | None, bool], AnyText]:
    plain: dict[Content | None, AnyText] = {
        Content.COMMITTING: text("AES-256-GCM with key commitment"),
        Content.GCM: text("AES-256-GCM"),
        Content.CBC: text("AES-CBC, not authenticated"),
        None: text("other algorithm"),
    }
    titles: dict[tuple[Generation, Content | None, bool], AnyText] = {}
    for generation in Generation:
        for content, algorithm in plain.items():
            name = generation.value
            titles[generation, content, False] = text(
                "{generation}: {algorithm}", generation=name, algorithm=algorithm
            )
            titles[generation, content, True] = text(
                "{generation}: {algorithm}, with an instruction file",
                generation=name,
                algorithm=algorithm,
            )
    return titles


_TITLES = _titles()


def read_format(metadata: Mapping[str, str]) -> ClientSideFormat | None:
    """Return how an object is encrypted client-side; None: its metadata doesn't say that it is.

    Objects of V1 and V2 with an instruction file have nothing in their metadata.
    """
    known = {name.lower(): value for name, value in metadata.items()}
    if V3_KEY in known or {CONTENT_V3, COMMITMENT_V3, MESSAGE_ID_V3} <= known.keys():
        wrapping = _WRAPPED_V3.get(known.get("x-amz-w", ""), "")
        described = known.get("x-amz-t" if wrapping == KMS_CONTEXT else "x-amz-m")
        content = Content.COMMITTING if known.get(CONTENT_V3) == "115" else None
        context, wrapped = _context(described), known.get(V3_KEY, "")
        in_file = V3_KEY not in known
        return ClientSideFormat(Generation.V3, content, wrapping, context, wrapped, in_file)
    context = _context(known.get("x-amz-matdesc"))
    if V2_KEY in known:
        name, wrapping = known.get("x-amz-cek-alg", ""), known.get("x-amz-wrap-alg", "")
        content = Content(name) if name in (Content.GCM, Content.CBC) else None
        return ClientSideFormat(Generation.V2, content, wrapping, context, known[V2_KEY])
    if V1_KEY in known:
        wrapping = known.get("x-amz-wrap-alg", "")
        return ClientSideFormat(Generation.V1, Content.CBC, wrapping, context, known[V1_KEY])
    return None


def is_instruction_file(metadata: Mapping[str, str]) -> bool:
    """Whether an object is an instruction file: it holds the wrapped key of another object."""
    return INSTRUCTION_MARK in {name.lower() for name in metadata}


def without_envelope(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return the user metadata without what the encryption client added."""
    return {name: value for name, value in metadata.items() if name.lower() not in _NAMES}


def only_envelope(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return what an encryption client reads of the user metadata, also of other generations."""
    known = {name.lower(): value for name, value in metadata.items()}
    return {name: value for name, value in known.items() if name in _NAMES}


def _context(described: str | None) -> Pairs | None:
    if not described:
        return ()
    try:
        plain = json.loads(described)
    except (ValueError, RecursionError):
        return None
    if not isinstance(plain, dict) or not all(isinstance(one, str) for one in plain.values()):
        return None
    return tuple(sorted((name, value) for name, value in plain.items() if name not in RESERVED))
