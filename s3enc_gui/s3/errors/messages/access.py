"""What to try where a request without a signature, or without an offer to pay, is denied."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage

ANONYMOUS = "Anonymous"
"""Code of the error for what an anonymous connection can't do."""

ANONYMOUS_DENIED = ErrorMessage(
    text("This isn't allowed without signing in"),
    text("{The_bucket} doesn't allow it to anonymous users. Requester Pays buckets never do."),
    text("Choose a connection with credentials (without --no-sign-request)."),
)
ANONYMOUS_READ_DENIED = ErrorMessage(
    ANONYMOUS_DENIED.title,
    text(
        "{The_bucket} doesn't allow it to anonymous users, as Requester Pays buckets never do, or"
        " {the_object} doesn't exist."
    ),
    text("Check the name, or choose a connection with credentials (without --no-sign-request)."),
)
"""Of an object: S3 says that it doesn't exist only to those who may list the bucket."""

PAY: AnyText = text(
    "If it is a Requester Pays bucket, agree in Settings to pay for your requests"
    " (--request-payer requester)."
)


def needs_sign_in(title: AnyText) -> AppError:
    """Return the error for what an anonymous connection can't do."""
    return AppError(
        title,
        text("This connection is anonymous."),
        text("Choose a connection with credentials (without --no-sign-request)."),
        code=ANONYMOUS,
    )
