"""Messages for the errors of IAM Identity Center while signing in (OIDC API Reference)."""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage
from s3enc_gui.s3.errors.messages.identity import EXPIRED, SIGN_IN_AGAIN

_FAILED = text("The sign-in failed")
_RENEW = ErrorMessage(
    EXPIRED, text("The session has ended, or was signed out elsewhere."), SIGN_IN_AGAIN
)
_REGISTER = ErrorMessage(
    _FAILED, text("The registration of S3enc at the sign-in service has expired."), SIGN_IN_AGAIN
)
_WAITING = ErrorMessage(
    text("The sign-in isn't complete"),
    text("It waits for your confirmation in the browser."),
    text("Confirm it in the browser."),
)

_OPERATIONS = frozenset({"CreateToken", "RegisterClient", "StartDeviceAuthorization"})
_SIGN_IN: dict[str, ErrorMessage] = {
    "AccessDeniedException": ErrorMessage(
        text("You aren't signed in"),
        text("The request was declined in the browser."),
        SIGN_IN_AGAIN,
    ),
    "AuthorizationPendingException": _WAITING,
    "SlowDownException": _WAITING,
    "ExpiredTokenException": ErrorMessage(
        text("The sign-in took too long"), text("The code has expired."), SIGN_IN_AGAIN
    ),
    "InvalidGrantException": _RENEW,
    "InvalidClientException": _REGISTER,
    "InvalidRedirectUriException": _REGISTER,
    "UnauthorizedClientException": _REGISTER,
    "InvalidRequestException": ErrorMessage(
        _FAILED,
        text("The start URL or its Region may be wrong."),
        text("Check the start URL and its Region (--start-url, --sso-region)."),
    ),
}


def sign_in_message(operation: str, code: str) -> ErrorMessage | None:
    """Return the message for an error of a sign-in; None for any other operation or code."""
    return _SIGN_IN.get(code) if operation in _OPERATIONS else None
