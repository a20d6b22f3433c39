"""Transient errors that affect every request, not one file."""

from __future__ import annotations

from s3enc_gui.domain.error_codes import CRASHES
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind

_BUSY = frozenset(
    {
        "SlowDown",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "503",
        "429",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottled",
        "RequestLimitExceeded",
        "TooManyRequests",
        "TooManyRequestsException",
        "BandwidthLimitExceeded",
        "LimitExceededException",
    }
)
_CRASHED = CRASHES | {"502", "504"}
NOT_S3 = "NotS3"
"""The code if something other than S3 responded, such as a sign-in page or a firewall."""
_TIMED_OUT = frozenset(
    # An unreadable response may have been cut off.
    {
        "RequestTimeout",
        "IncompleteBody",
        "RequestTimeoutException",
        "408",
        "UnreadableAnswer",
        NOT_S3,
    }
)
SIGNED_OUT = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "TokenRefreshRequired",
        "InvalidToken",
        "RequestExpired",
        "UnauthorizedSSOTokenError",
        "SSOTokenLoadError",
        "TokenRetrievalError",
        "LoginRefreshRequired",
        "LoginTokenLoadError",
        "MfaCodeRequired",
        "NoAuthTokenError",
        "RefreshWithMFAUnsupportedError",
        "CredentialRetrievalError",
    }
)
"""The credentials have expired: the user can sign in again."""
_CLOCK = frozenset({"RequestTimeTooSkewed"})
_WRONG_SCHEME = frozenset({"HttpsRequired", "NoHttps"})
_PROXY = frozenset({"ProxyAuthenticationRequired"})
# Not transient. SignatureDoesNotMatch isn't included: a proxy may have changed just one key.
_UNKNOWN_CALLER = frozenset({"InvalidAccessKeyId", "InvalidClientTokenId", "NotSignedUp"})
# Connection errors of botocore; those of the fast transport are translated into these.
_NO_RESPONSE = frozenset(
    {
        "ConnectionClosedError",
        "ConnectionError",
        "ConnectTimeoutError",
        "EndpointConnectionError",
        "HTTPClientError",
        "IncompleteReadError",
        "ProxyConnectionError",
        "ReadTimeoutError",
        "ResponseStreamingError",
        "ServerBehindProxyError",
    }
)


_NEEDS_USER = frozenset(
    {OutageKind.SIGNED_OUT, OutageKind.CLOCK, OutageKind.ENDPOINT, OutageKind.PROXY}
)


def outage_kind_of(error: AppError) -> OutageKind | None:
    """Return the kind of outage; None if the error concerns one file."""
    code = error.code.removeprefix("KMS.")
    for codes, outage_kind in (
        (_BUSY, OutageKind.BUSY),
        (SIGNED_OUT, OutageKind.SIGNED_OUT),
        (_CLOCK, OutageKind.CLOCK),
        (_WRONG_SCHEME, OutageKind.ENDPOINT),
        (_PROXY, OutageKind.PROXY),
        (_TIMED_OUT | _CRASHED | _NO_RESPONSE, OutageKind.OFFLINE),
    ):
        if code in codes:
            return outage_kind
    return None


def concerns_all(error: AppError) -> bool:
    """Whether every other request fails as well until the user solves the problem."""
    return outage_kind_of(error) in _NEEDS_USER or error.code in _UNKNOWN_CALLER


def has_no_response(error: AppError) -> bool:
    """Whether there was no response at all: the server can't be reached."""
    return error.code in _NO_RESPONSE


def is_throttled(error: AppError) -> bool:
    """Whether the server asked to reduce the request rate."""
    return error.code.removeprefix("KMS.") in _BUSY
