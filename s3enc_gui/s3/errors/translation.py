"""Translates errors of S3, KMS, botocore and Python into AppError.

Imports only botocore's exceptions: the window opens before botocore is imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.etree.ElementTree import ParseError

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.not_supported import options_in
from s3enc_gui.s3.errors.wrong_scheme import WrongScheme

FOREIGN = (ClientError, BotoCoreError, ValueError, OSError)
"""Exceptions that botocore raises or doesn't catch."""

UNPARSED = (RecursionError, ParseError)
"""Likewise: a redirect without a Region, and a GetBucketLocation response that isn't XML."""


@contextmanager
def translated(**subject: str) -> Iterator[None]:
    """Raise AppError for all errors that botocore raises or doesn't catch.

    `subject` is what the request is about: `bucket`, `key` (of an object), `version`, `key_name`
    (of a KMS key), `sse` (the requested encryption, as in the header), `source_bucket` and
    `source_key` (of a copy), `options` (see `options_in`). botocore doesn't catch ValueError from
    endpoints, nor JSONDecodeError and OSError from `credential_process` and token files.
    """
    try:
        yield
    except FOREIGN as error:
        raise app_error(error, **subject) from error
    except UNPARSED as error:
        raise unreadable("S3") from error


def subject(parameters: Mapping[str, object]) -> dict[str, str]:
    """Return the subject for `translated` from a request's parameters by their boto3 names."""
    names = {
        "Bucket": "bucket",
        "Key": "key",
        "SSEKMSKeyId": "key_name",
        "ServerSideEncryption": "sse",
        "VersionId": "version",
    }
    about = {kind: str(parameters[name]) for name, kind in names.items() if name in parameters}
    source = parameters.get("CopySource")
    if isinstance(source, Mapping):
        about |= {"source_bucket": str(source["Bucket"]), "source_key": str(source["Key"])}
    if options := options_in(parameters):
        about["options"] = options
    return about


def may_have_arrived(error: AppError) -> bool:
    """Whether S3 may have executed a request that failed, so that only its response was lost.

    True without a response, for a server error, and where botocore retried: the second PutObject
    with `If-None-Match: *` fails because of the first. Not if the endpoint has the wrong scheme.
    """
    if error.code == "UnreadableAnswer":
        return True
    cause = error.__cause__
    if not isinstance(cause, ClientError):
        return cause is not None and not isinstance(cause, WrongScheme)
    metadata = cause.response.get("ResponseMetadata", {})
    return metadata.get("HTTPStatusCode", 0) >= 500 or metadata.get("RetryAttempts", 0) > 0


def unreadable(operation: str) -> AppError:
    """Return the error for a response that lacks a required field."""
    return AppError(
        text("The server's response can't be read"),
        text("It isn't a valid response to {operation}.", operation=operation),
        text("Check that the address is an S3 server's, and that no proxy changes its responses."),
        code="UnreadableAnswer",
    )


def app_error(error: Exception, **subject: str) -> AppError:
    """Return the AppError for an error of a server or of botocore.

    `code` is the server's own (the HTTP status for HEAD, whose response has no body), the
    exception's class name, or an errno name. It is KEY_NOT_FOUND where the server says that it is
    about a KMS key, with a code that callers would take for a missing object or access key.
    """
    from s3enc_gui.s3.errors.app_errors import app_error_of  # with the messages of all errors

    return app_error_of(error, subject)
