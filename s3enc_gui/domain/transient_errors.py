"""Which errors are weather: they are nobody's file's fault, and pass."""

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
"""The code where something else answered: a sign-in page, or a firewall."""
_LINE = frozenset(
    # An answer that cannot be read may have been cut.
    {
        "RequestTimeout",
        "IncompleteBody",
        "RequestTimeoutException",
        "408",
        "UnreadableAnswer",
        NOT_S3,
    }
)
_SIGNED_OUT = frozenset(
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
        "RefreshWithMFAUnsupportedError",
        "CredentialRetrievalError",
    }
)
_CLOCK = frozenset({"RequestTimeTooSkewed"})
# No weather, since they do not pass. A signature that does not match may be the matter of one name,
# which a proxy has changed.
_NOT_KNOWN = frozenset({"InvalidAccessKeyId", "InvalidClientTokenId", "NotSignedUp"})
# What botocore calls a line that broke; those of our own lines are translated into these.
_NO_ANSWER = frozenset(
    {
        "ConnectionClosedError",
        "ConnectionError",
        "ConnectTimeoutError",
        "EndpointConnectionError",
        "HTTPClientError",
        "IncompleteReadError",
        "ReadTimeoutError",
        "ResponseStreamingError",
    }
)


def outage_kind_of(error: AppError) -> OutageKind | None:
    """Return what the matter is; None where it is an error of this one file."""
    code = error.code.removeprefix("KMS.")
    for codes, outage_kind in (
        (_BUSY, OutageKind.BUSY),
        (_SIGNED_OUT, OutageKind.SIGNED_OUT),
        (_CLOCK, OutageKind.CLOCK),
        (_LINE | _CRASHED | _NO_ANSWER, OutageKind.OFFLINE),
    ):
        if code in codes:
            return outage_kind
    return None


def concerns_all(error: AppError) -> bool:
    """Whether every other request is answered alike until the user does something about it."""
    outage_kind = outage_kind_of(error)
    return outage_kind in (OutageKind.SIGNED_OUT, OutageKind.CLOCK) or error.code in _NOT_KNOWN


def is_throttled(error: AppError) -> bool:
    """Whether the server asked for fewer requests."""
    return error.code.removeprefix("KMS.") in _BUSY
