"""What S3, STS and KMS answer about who is calling, by code."""

from __future__ import annotations

from s3enc_gui.s3.errors.messages.shape import ErrorMessage

_SIGN_IN = "Sign in again, then try again."
_NEW_KEY = "Enter a valid access key for this profile, or choose another connection."
_ACCOUNT = "Contact the owner of the AWS account."

_SIGNED_OUT = ErrorMessage(
    "The sign-in has run out",
    "The temporary credentials are no longer valid.",
    _SIGN_IN,
)
_BAD_TOKEN = ErrorMessage(
    "The sign-in is not accepted",
    "The temporary credentials are damaged, or belong to another server or partition.",
    _SIGN_IN,
)
_UNKNOWN_ACCESS_KEY = ErrorMessage(
    "The access key is not known",
    "It was deleted, switched off or mistyped, or it belongs to another server.",
    _NEW_KEY,
)
_ACCOUNT_PROBLEM = ErrorMessage(
    "There is a problem with the AWS account", "The account cannot use S3 at present.", _ACCOUNT
)
_NO_ROLE = ErrorMessage(
    "The account or role is not open to you",
    "The profile names an account or a role that is not assigned to you.",
    "Choose another profile, or ask your administrator to assign the role to you.",
)

IDENTITY: dict[str, ErrorMessage] = {
    "InvalidAccessKeyId": _UNKNOWN_ACCESS_KEY,
    "InvalidClientTokenId": _UNKNOWN_ACCESS_KEY,
    "UnrecognizedClientException": _UNKNOWN_ACCESS_KEY,
    "SignatureDoesNotMatch": ErrorMessage(
        "The secret key does not fit the access key",
        "The request's signature is wrong; a proxy that alters requests can cause this too.",
        "Enter the secret key again, or choose another connection.",
    ),
    "IncompleteSignatureException": ErrorMessage(
        "The request's signature is not accepted",
        "The credentials hold a stray character, or a proxy alters requests.",
        "Enter the access key and the secret key again, or choose another connection.",
    ),
    "ExpiredToken": _SIGNED_OUT,
    "ExpiredTokenException": _SIGNED_OUT,
    "TokenRefreshRequired": _SIGNED_OUT,
    "UnauthorizedException": _SIGNED_OUT,
    "InvalidToken": _BAD_TOKEN,
    "MissingAuthenticationToken": ErrorMessage(
        "The request was sent without a sign-in",
        "The server wants to know who is calling.",
        "Choose a connection with credentials.",
    ),
    "RequestTimeTooSkewed": ErrorMessage(
        "This computer's clock is wrong",
        "Its time differs too much from the server's.",
        "Have date and time set automatically, then try again.",
    ),
    "RequestExpired": ErrorMessage(
        "This computer's clock is wrong",
        "The request looked too old when it arrived.",
        "Have date and time set automatically, then try again.",
    ),
    "AccountProblem": _ACCOUNT_PROBLEM,
    "AllAccessDisabled": _ACCOUNT_PROBLEM,
    "NotSignedUp": _ACCOUNT_PROBLEM,
    "OptInRequired": _ACCOUNT_PROBLEM,
    "ForbiddenException": _NO_ROLE,
    "ResourceNotFoundException": _NO_ROLE,
    "RegionDisabledException": ErrorMessage(
        "The Region is not switched on",
        "The account does not use this Region.",
        "Choose another Region, or ask the account's owner to enable it.",
    ),
}
