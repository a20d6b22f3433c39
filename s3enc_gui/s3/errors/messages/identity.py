"""Messages for the error codes of S3, STS and KMS about credentials and accounts."""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage

EXPIRED = text("Your credentials have expired")
SIGN_IN_AGAIN = text("Sign in again (s3enc connections sign-in).")
_CLOCK = text("This computer's clock is wrong")
_SET_CLOCK = text("Set the date and time automatically, then try again.")

_EXPIRED_TOKEN = ErrorMessage(
    EXPIRED, text("The temporary credentials are no longer valid."), SIGN_IN_AGAIN
)
_UNKNOWN_ACCESS_KEY = ErrorMessage(
    text("The access key isn't valid"),
    text("It was deleted, deactivated or mistyped, or it belongs to another server."),
    text("Enter a valid access key for this connection, or choose another connection."),
)
_ACCOUNT_PROBLEM = ErrorMessage(
    text("There is a problem with the AWS account"),
    text("The account can't use S3 at the moment."),
    text("Contact the owner of the AWS account."),
)
_NO_ROLE = ErrorMessage(
    text("You don't have access to the account or role"),
    text("The profile names an account or a role that isn't assigned to you."),
    text("Choose another profile, or ask your administrator to assign the role to you."),
)

IDENTITY: dict[str, ErrorMessage] = {
    "InvalidAccessKeyId": _UNKNOWN_ACCESS_KEY,
    "InvalidClientTokenId": _UNKNOWN_ACCESS_KEY,
    "UnrecognizedClientException": _UNKNOWN_ACCESS_KEY,
    "SignatureDoesNotMatch": ErrorMessage(
        text("The secret access key doesn't match the access key ID"),
        text(
            "The request's signature is wrong. A proxy that changes requests can also cause this."
        ),
        text("Enter the secret access key again, or choose another connection."),
    ),
    "IncompleteSignatureException": ErrorMessage(
        text("The request's signature isn't valid"),
        text("The credentials contain an invalid character, or a proxy changes requests."),
        text("Enter the access key ID and secret access key again, or choose another connection."),
    ),
    "ExpiredToken": _EXPIRED_TOKEN,
    "ExpiredTokenException": _EXPIRED_TOKEN,
    "TokenRefreshRequired": _EXPIRED_TOKEN,
    "UnauthorizedException": _EXPIRED_TOKEN,
    "InvalidToken": ErrorMessage(
        text("The credentials aren't valid"),
        text("The session token is damaged, or belongs to another server or partition."),
        SIGN_IN_AGAIN,
    ),
    "MissingAuthenticationToken": ErrorMessage(
        text("The request was sent without credentials"),
        text("The server requires credentials."),
        text("Choose a connection with credentials."),
    ),
    "RequestTimeTooSkewed": ErrorMessage(
        _CLOCK, text("Its time differs too much from the server's."), _SET_CLOCK
    ),
    "RequestExpired": ErrorMessage(
        _CLOCK, text("The request seemed too old when it arrived."), _SET_CLOCK
    ),
    "AccountProblem": _ACCOUNT_PROBLEM,
    "AllAccessDisabled": _ACCOUNT_PROBLEM,
    "NotSignedUp": _ACCOUNT_PROBLEM,
    "OptInRequired": _ACCOUNT_PROBLEM,
    "ForbiddenException": _NO_ROLE,
    "ResourceNotFoundException": _NO_ROLE,
    "RegionDisabledException": ErrorMessage(
        text("The Region isn't enabled"),
        text("The account hasn't enabled this Region."),
        text("Choose another Region, or ask the account's owner to enable it."),
    ),
}
