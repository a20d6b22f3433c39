"""Foreign errors become AppError here, at the border, once.

Nothing of botocore but its exceptions is imported: the window is up before boto3 is.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import ParseError

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.error_codes import CRASHES, DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.errors.access_denied import explain
from s3enc_gui.s3.errors.messages.local import BY_TEXT, EXCEPTIONS
from s3enc_gui.s3.errors.messages.lookup import BODYLESS, BY_MESSAGE, SERVER, by_status
from s3enc_gui.s3.errors.messages.masking import without_secrets
from s3enc_gui.s3.errors.messages.shape import ErrorMessage, printable, sentence
from s3enc_gui.s3.errors.messages.transfer import KEY_MAYBE_MISSING, TROUBLE, TROUBLE_WHILE_STORING

_DENIED = DENIED | {"AccessDeniedException", "Forbidden"}
_REDIRECTS = frozenset(
    {"PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "301", "307"}
)
_STORING = frozenset({"PutObject", "CreateMultipartUpload"})

# What stands for a missing message (botocore: the status line), or says no more than the code.
_EMPTY_MESSAGES = frozenset(
    {
        "",
        "unknown",
        "none",
        "forbidden",
        "not found",
        "bad request",
        "moved permanently",
        "precondition failed",
        "access denied",
    }
)

# Fields of an answer that say which option it means. Names only: values may be secret.
_POINTERS = ("ArgumentName", "Header", "HeaderName", "MissingHeaderName", "Condition")


FOREIGN = (ClientError, BotoCoreError, ValueError, OSError)
"""What botocore raises or lets out."""

UNPARSED = (RecursionError, ParseError)
"""The same, where a redirection names no Region, and where GetBucketLocation's answer is no XML."""


@contextmanager
def translated(**subject: str) -> Iterator[None]:
    """Raise AppError for whatever botocore raises or lets out inside.

    `subject` names what the error is about: `bucket`, `key` (of an object), `key_name` (of KMS),
    `sse` (the encryption asked for, as in the header). botocore lets ValueError out of addresses,
    JSONDecodeError and OSError out of `credential_process` and token files.
    """
    try:
        yield
    except FOREIGN as error:
        raise app_error(error, **subject) from error
    except UNPARSED as error:
        raise unreadable("S3") from error


def subject(parameters: Mapping[str, object]) -> dict[str, str]:
    """Return what a request is about, from its parameters by their boto3 names."""
    names = {
        "Bucket": "bucket",
        "Key": "key",
        "SSEKMSKeyId": "key_name",
        "ServerSideEncryption": "sse",
    }
    return {ours: str(parameters[theirs]) for theirs, ours in names.items() if theirs in parameters}


def may_have_arrived(error: AppError) -> bool:
    """Whether a request that failed so may have been obeyed, and only its answer was lost.

    So it is without an answer, after a crash, and where botocore had to ask more than once: the
    second PutObject with `If-None-Match: *` is refused because of the first.
    """
    if error.code == "UnreadableAnswer":
        return True
    cause = error.__cause__
    if not isinstance(cause, ClientError):
        return cause is not None
    answer = cause.response.get("ResponseMetadata", {})
    return answer.get("HTTPStatusCode", 0) >= 500 or answer.get("RetryAttempts", 0) > 0


def unreadable(operation: str) -> AppError:
    """Return the words for an answer that lacks what it must have."""
    return AppError(
        "The server gave an answer that cannot be understood",
        f"It is not what {operation} answers on Amazon.",
        "Check the endpoint: is it that of an S3 server, and is there no proxy in between?",
        code="UnreadableAnswer",
    )


def app_error(error: Exception, **subject: str) -> AppError:
    """Return the words for an error of a server or of botocore.

    `code` is the server's own (HEAD has no body, so its is the HTTP status), the exception's class
    name, or an errno name.
    """
    if isinstance(error, ClientError):
        return _of_answer(error, subject)
    words = _exception_text(error).filled(subject)
    said = without_secrets(printable(_text(error)))
    detail = f"{words.detail} {sentence(f'In detail: {said}')}" if said else words.detail
    return AppError(words.title, detail, words.hint, _code(error))


def _of_answer(error: ClientError, subject: Mapping[str, str]) -> AppError:
    answer: Any = error.response
    body: Mapping[str, Any] = answer.get("Error") or {}
    code, message = str(body.get("Code") or ""), str(body.get("Message") or "")
    status = _status(code, answer)
    words = _answer_text(code, message, status, error.operation_name, subject).filled(subject)
    region = _region(code, answer)
    said = _quoted(message, body)
    if not said and (not words.detail or not _is_known(code)):
        said = f"The answer was {code or 'empty'} (HTTP {status or 'status unknown'})."
    detail = " ".join(filter(None, (words.detail, region, said)))
    return AppError(words.title, detail, words.hint, code)


def _is_known(code: str) -> bool:
    plain = code.removeprefix("KMS.")
    return plain in SERVER or plain in BODYLESS or plain in _DENIED


def _answer_text(
    code: str, message: str, status: int, operation: str, subject: Mapping[str, str]
) -> ErrorMessage:
    plain = code.removeprefix("KMS.")
    if plain in _DENIED:
        return explain(message, operation, subject)
    if plain in CRASHES and operation in _STORING:
        return _crash_text(subject.get("sse"))
    lowered = message.lower()
    for codes, piece, words in BY_MESSAGE:
        if piece in lowered and (not codes or plain in codes):
            return words
    if operation == "HeadBucket" and BODYLESS.get(plain) == "NoSuchKey":
        return SERVER["NoSuchBucket"]
    return SERVER.get(BODYLESS.get(plain, plain)) or by_status(status)


def _crash_text(sse: str | None) -> ErrorMessage:
    """Servers other than Amazon's crash so where they lack the KMS key (SeaweedFS)."""
    if sse is None:
        return TROUBLE_WHILE_STORING
    return KEY_MAYBE_MISSING if sse.startswith("aws:kms") else TROUBLE


def _status(code: str, answer: Any) -> int:  # noqa: ANN401 - botocore's answers are untyped
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return int(status or (code if code.isascii() and code.isdigit() else 0))


def _region(code: str, answer: Any) -> str:  # noqa: ANN401 - as above
    """Say where the bucket is, if a redirection does."""
    if code not in _REDIRECTS:
        return ""
    headers = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    region = headers.get("x-amz-bucket-region") or answer.get("Error", {}).get("Region")
    return f"It is in {region}." if region else ""


def _quoted(message: str, body: Mapping[str, Any]) -> str:
    """Return the server's own words, where they say something."""
    said = without_secrets(printable(message))
    if said.lower().rstrip(".") in _EMPTY_MESSAGES:
        said = ""
    pointers = ", ".join(f"{name}: {body[name]}" for name in _POINTERS if body.get(name))
    said = " ".join(filter(None, (said, f"({pointers})" if pointers else "")))
    end = "" if said.endswith(".") else "."
    return f"The server said: “{said}”{end}" if said else ""


def _exception_text(error: Exception) -> ErrorMessage:
    names = [kind.__name__ for kind in type(error).__mro__]
    lowered = str(error).lower()
    for name, piece, words in BY_TEXT:
        if name in names and piece in lowered:
            return words
    found = (EXCEPTIONS[name] for name in names if name in EXCEPTIONS)
    return next(found, EXCEPTIONS["BotoCoreError"])


def _is_of_system(error: Exception) -> bool:
    """Whether this is an OSError as Python raises it; some of botocore's are one by descent."""
    return isinstance(error, OSError) and not isinstance(error, BotoCoreError)


def _text(error: Exception) -> str:
    if isinstance(error, OSError) and _is_of_system(error) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    if isinstance(error, UnicodeError):
        return ""  # speaks of codecs
    return str(error).partition(": Bucket name must match the regex")[0]


def _code(error: Exception) -> str:
    if isinstance(error, OSError) and _is_of_system(error) and error.errno:
        return errno.errorcode.get(error.errno, type(error).__name__)
    return type(error).__name__
