"""Makes an AppError of an error of S3, KMS, botocore or Python.

Loaded with all its messages for the first error: `translation.py` is what others import.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.error_codes import CRASHES, DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.log.secret_masking import without_secrets
from s3enc_gui.i18n import AnyText, Text, sentences, text
from s3enc_gui.regex import regex
from s3enc_gui.s3.errors.access_denied import explain, parse, with_access_mode
from s3enc_gui.s3.errors.kms_key import (
    KEY_NOT_FOUND,
    code_in_headers,
    has_misleading_code,
    unknown_caller,
)
from s3enc_gui.s3.errors.messages.access import ANONYMOUS_DENIED, ANONYMOUS_READ_DENIED
from s3enc_gui.s3.errors.messages.botocore_exceptions import BY_TEXT, EXCEPTIONS
from s3enc_gui.s3.errors.messages.denied import NOT_BY_POLICY
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage, printable, sentence
from s3enc_gui.s3.errors.messages.kms import ABOUT_KEY, of_read
from s3enc_gui.s3.errors.messages.lookup import (
    BODYLESS,
    BY_MESSAGE,
    BY_OPERATION,
    SERVER,
    by_status,
    plain_code,
)
from s3enc_gui.s3.errors.messages.sign_in import sign_in_message
from s3enc_gui.s3.errors.messages.transfer import KEY_MAYBE_MISSING, TROUBLE, TROUBLE_WHILE_STORING
from s3enc_gui.s3.errors.not_supported import not_supported
from s3enc_gui.s3.errors.object_meant import delete_marker, meant
from s3enc_gui.s3.errors.wrong_scheme import WrongScheme
from s3enc_gui.s3.server.refused_headers import named_headers, text_of

_DENIED = DENIED | {"AccessDeniedException", "Forbidden"}
_REDIRECTS = frozenset(
    {"PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "301", "307"}
)
_NOT_IMPLEMENTED = 501
_STORING = frozenset({"PutObject", "CreateMultipartUpload"})
_READS = frozenset({"GetObject", "HeadObject"})

# Denied, though no policy could allow it.
_NOT_PERMISSIONS = (*ABOUT_KEY, ANONYMOUS_DENIED, ANONYMOUS_READ_DENIED, *NOT_BY_POLICY)

# The advice in botocore's messages to sign in with the AWS CLI.
_OTHER_PROGRAM = regex(r"[^.]*\baws (?:sso )?login\b[^.]*(?:\.|$)")

# Values of a missing message (botocore uses the status line), no more specific than the code.
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

# Fields of an error response that name an option; the option's value may be secret.
_POINTERS = ("ArgumentName", "Header", "HeaderName", "MissingHeaderName", "Condition")


def app_error_of(error: Exception, subject: dict[str, str]) -> AppError:
    """Return the AppError for an error of a server or of botocore; see `translation.app_error`."""
    if isinstance(error, ClientError):
        return _of_response(error, subject)
    if isinstance(error, WrongScheme):
        subject["endpoint"] = error.use
    title, detail, hint = _message_of_exception(error).filled(subject)
    reported = without_secrets(printable(_text(error)))
    details = text("Details: {message}", message=sentence(reported)) if reported else ""
    return AppError(title, sentences(detail, details), hint, _code(error))


def _of_response(error: ClientError, subject: Mapping[str, str]) -> AppError:
    response: Any = error.response
    body: Mapping[str, Any] = response.get("Error") or {}
    code, message = str(body.get("Code") or ""), str(body.get("Message") or "")
    status = _status(code, response)
    code, operation = code_in_headers(response) or code, error.operation_name
    found = (
        unknown_caller(code, message, operation, subject, response)
        or delete_marker(code, response)
        or _message_of_response(code, body, status, operation, subject)
    )
    metadata: Mapping[str, Any] = response.get("ResponseMetadata") or {}
    if status == 403 and code.removeprefix("KMS.") in _DENIED:
        found = with_access_mode(found, message, operation, metadata)
    denial = None
    if plain_code(code) in _DENIED and found not in _NOT_PERMISSIONS:
        from s3enc_gui.s3.errors.denied_request import denial_of  # only where it is needed

        denial = denial_of(operation, message, subject, metadata)
    about = meant(operation, parse(message).action, body, subject)
    shown = of_read(found) if operation in _READS else found
    title, detail, hint = shown.filled(about)
    reported = _quoted(message, body)
    if has_misleading_code(code, found):
        detail, code = sentences(detail, _response(code, status)), KEY_NOT_FOUND
    elif not reported and (not detail or not _is_known(code)):
        reported = _response(code, status)
    detail = sentences(detail, _region(code, response), reported)
    return AppError(title, detail, hint, code, denial=denial)


def _response(code: str, status: int) -> Text:
    return text(
        "The response was {code} (HTTP {status}).",
        code=code or text("empty"),
        status=status or text("status unknown"),
    )


def _is_known(code: str) -> bool:
    plain = plain_code(code)
    return plain in SERVER or plain in BODYLESS or plain in _DENIED


def _message_of_response(
    code: str, body: Mapping[str, Any], status: int, operation: str, subject: Mapping[str, str]
) -> ErrorMessage:
    message = str(body.get("Message") or "")
    plain, lowered = plain_code(code), message.lower()
    if of_sign_in := sign_in_message(operation, plain):
        return of_sign_in
    by_message = (
        found
        for codes, part, found in BY_MESSAGE
        if part in lowered and (not codes or plain in codes)
    )
    found = next(by_message, None)
    if plain in _DENIED and found not in ABOUT_KEY:
        return explain(message, operation, subject)
    if plain in CRASHES and operation in _STORING:
        return _server_error(subject.get("sse"))
    if found is not None:
        return found
    known = BODYLESS.get(plain, plain)
    by_operation = BY_OPERATION.get((operation, known))
    if by_operation is None and (status == _NOT_IMPLEMENTED or known == "NotImplemented"):
        return not_supported(operation, subject.get("options", ""), named_headers(text_of(body)))
    return by_operation or SERVER.get(known) or by_status(status)


def _server_error(sse: str | None) -> ErrorMessage:
    """Return the message for HTTP 500; SeaweedFS responds so without the KMS key."""
    if sse is None:
        return TROUBLE_WHILE_STORING
    return KEY_MAYBE_MISSING if sse.startswith("aws:kms") else TROUBLE


def _status(code: str, response: Any) -> int:  # noqa: ANN401 - botocore's responses are untyped
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return int(status or (code if code.isascii() and code.isdigit() else 0))


def _region(code: str, response: Any) -> AnyText:  # noqa: ANN401 - as above
    """Say which Region a redirect names; empty where it names none."""
    if code not in _REDIRECTS:
        return ""
    headers = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    region = headers.get("x-amz-bucket-region") or response.get("Error", {}).get("Region")
    return text("It is in {region}.", region=region) if region else ""


def _quoted(message: str, body: Mapping[str, Any]) -> AnyText:
    """Quote the server's message; empty where it says nothing."""
    quote = without_secrets(printable(message))
    if quote.lower().rstrip(".") in _EMPTY_MESSAGES:
        quote = ""
    pointers = ", ".join(f"{name}: {body[name]}" for name in _POINTERS if body.get(name))
    quote = " ".join(filter(None, (quote, f"({pointers})" if pointers else "")))
    return text("The server said: “{message}”", message=sentence(quote)) if quote else ""


def _message_of_exception(error: Exception) -> ErrorMessage:
    names = [kind.__name__ for kind in type(error).__mro__]
    lowered = str(error).lower()
    for name, part, found in BY_TEXT:
        if name in names and part in lowered:
            return found
    return next(
        (EXCEPTIONS[name] for name in names if name in EXCEPTIONS), EXCEPTIONS["BotoCoreError"]
    )


def _is_os_error(error: Exception) -> bool:
    """Whether Python raised this OSError; some of botocore's exceptions are subclasses of it."""
    return isinstance(error, OSError) and not isinstance(error, BotoCoreError)


def _text(error: Exception) -> str:
    if isinstance(error, OSError) and _is_os_error(error) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    if isinstance(error, UnicodeError):
        return ""  # it only names a codec
    text = str(error).partition(": Bucket name must match the regex")[0]
    return _OTHER_PROGRAM.sub("", text).strip()


def _code(error: Exception) -> str:
    if isinstance(error, OSError) and _is_os_error(error) and error.errno:
        return errno.errorcode.get(error.errno, type(error).__name__)
    return type(error).__name__
