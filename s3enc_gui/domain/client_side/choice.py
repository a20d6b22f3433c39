"""What users choose for client-side encryption: the KMS key, and the encryption context."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import AWS_S3_ALIAS
from s3enc_gui.i18n import Text, text

Pairs = tuple[tuple[str, str], ...]

TAG = 16
"""Bytes that encryption adds to a file: the authentication tag of AES-GCM."""

MAX_PLAINTEXT = 2**36 - 32
"""Bytes that AES-GCM can encrypt with one key (NIST SP 800-38D, 5.2.1.1): 64 GiB less 32 bytes.

The library doesn't check it; cryptography raises an error after that many bytes.
"""

CEK_ALGORITHM = "aws:x-amz-cek-alg"  # s3_encryption.materials.kms_keyring
RESERVED = frozenset({CEK_ALGORITHM, "kms_cmk_id"})
"""Names that the library itself adds to the encryption context."""

# As the library stores them (see `envelope`), with AWS KMS's 184 bytes for a data key in Base64.
_ENVELOPE_BYTES = 6 * len("x-amz-c") + len("115") + len("12") + 248 + 40 + 40


class Legacy(StrEnum):
    """Which older generations a download may read; each includes the one before."""

    NONE = "none"
    V2 = "v2"  # AES-GCM without key commitment
    CBC = "cbc"  # AES-CBC, which can't be authenticated, and data keys wrapped without a context


@dataclass(frozen=True, slots=True)
class ClientSideKey:
    """The KMS key for the data keys (ID, ARN or `alias/…`), and the context, sorted by name."""

    key: str
    context: Pairs = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "context", tuple(sorted(map(tuple, self.context))))

    @classmethod
    def of_plain(cls, plain: Mapping[str, object] | None) -> ClientSideKey | None:
        """Return the key of its `asdict`, as JSON keeps it; None: none."""
        if plain is None:
            return None
        context: Iterable[Iterable[str]] = plain["context"]  # type: ignore[assignment]
        return cls(str(plain["key"]), tuple((name, value) for name, value in context))


@dataclass(frozen=True, slots=True)
class ClientSideReading:
    """How a download decrypts: with which key and context, and which generations it may read."""

    key: ClientSideKey
    legacy: Legacy = Legacy.NONE

    @classmethod
    def of_plain(cls, plain: Mapping[str, object] | None) -> ClientSideReading | None:
        """Return it from its `asdict`; None: none."""
        if plain is None:
            return None
        key = ClientSideKey.of_plain(plain["key"])  # type: ignore[arg-type]
        return None if key is None else cls(key, Legacy(str(plain["legacy"])))


def key_problem(key: str | None) -> AppError | None:
    """Return why a key can't wrap data keys; None: it may. `aws/s3` is None, too, as in choices."""
    if key == "":
        return AppError(
            text("A KMS key is required for client-side encryption"),
            "",
            text("Choose a KMS key."),
            code="InvalidEncryptionChoice",
        )
    if key is None or key.endswith(AWS_S3_ALIAS):
        return AppError(
            text("The key aws/s3 can't be used for client-side encryption"),
            text("It is an AWS managed key that only Amazon S3 can use."),
            text("Choose a customer managed key (--client-side)."),
            code="InvalidEncryptionChoice",
        )
    return None


def envelope_size(context: Pairs) -> int:
    """Return the bytes of user metadata that the library adds to an object, as S3 counts them."""
    stored = json.dumps({**dict(context), CEK_ALGORITHM: "115"})
    return _ENVELOPE_BYTES + len(stored)


def context_problems(context: Pairs) -> Iterator[AppError]:
    """Yield what the library would refuse of an encryption context, or read wrongly later."""
    for name, value in context:
        if not name:
            yield _invalid(text("A key is empty."), text("Enter a key for each value."))
        elif name in RESERVED:
            yield _invalid(
                text("“{name}” is reserved: the encryption client adds it itself.", name=name),
                text("Remove it."),
            )
        elif not (name + value).isascii():
            yield _invalid(
                text("“{name}” = “{value}” has letters other than ASCII.", name=name, value=value),
                text(
                    "Use letters A to Z, digits and punctuation: S3 would store others in a form"
                    " that the encryption client can't read."
                ),
            )
        elif not (name + value).isprintable():
            yield _invalid(
                text("A key or value has line breaks or control characters."), text("Remove them.")
            )
    for name, count in Counter(name for name, _value in context).items():
        if count > 1:
            yield _invalid(
                text("“{name}” is specified {count} times.", name=name, count=count),
                text("Enter each key once."),
            )


def size_problem(path: str, size: int) -> AppError | None:
    """Return the error for a file that is too large to be encrypted; None: it isn't."""
    if size <= MAX_PLAINTEXT:
        return None
    return AppError(
        text("The file is too large for client-side encryption"),
        text(
            "{path} has {size:,} bytes. AES-GCM can encrypt {limit:,} bytes (64 GiB) with one key.",
            path=path,
            size=size,
            limit=MAX_PLAINTEXT,
        ),
        text("Nothing was sent. Split the file, or choose server-side encryption only."),
        code="ClientSideTooLarge",
    )


def _invalid(detail: Text, hint: Text) -> AppError:
    title = text("The encryption context isn't valid")
    return AppError(title, detail, hint, code="InvalidEncryptionContext")
