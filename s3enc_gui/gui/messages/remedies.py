"""What the program can do about an error: a button beside it."""

from __future__ import annotations

from enum import Enum

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.transient_errors import SIGNED_OUT
from s3enc_gui.i18n import N_, translate


class Remedy(Enum):
    """Something that the window can do about an error."""

    SIGN_IN = "sign in"
    EDIT_CONNECTION = "edit connection"
    CHOOSE_KEY = "choose key"
    KEYS = "keys"


_TEXTS: dict[Remedy, str] = {
    Remedy.SIGN_IN: N_("Sign in…"),
    Remedy.EDIT_CONNECTION: N_("Edit connection…"),
    Remedy.CHOOSE_KEY: N_("Choose another key"),
    Remedy.KEYS: N_("Keys…"),
}

_SIGN_IN = SIGNED_OUT | {
    "Anonymous",
    "InvalidClientException",
    "InvalidGrantException",
    "InvalidRedirectUriException",
    "LoginError",
    "LoginInsufficientPermissions",
    "MissingAuthenticationToken",
    "NoCredentialsError",
    "SSOError",
    "UnauthorizedException",
}
_EDIT_CONNECTION = frozenset(
    {
        # who
        "ForbiddenException",
        "IncompleteSignatureException",
        "InfiniteLoopConfigError",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidConfigError",
        "PartialCredentialsError",
        "ProfileNotFound",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
        # where
        "AuthorizationHeaderMalformed",
        "EndpointProviderError",
        "HttpsRequired",
        "InvalidEndpointConfigurationError",
        "InvalidRegion",
        "InvalidRegionError",
        "InvalidRegionName",
        "NoHttps",
        "NoRegionError",
        "RegionDisabledException",
        "UnknownRegionError",
    }
)
# Without `KMS.` and `kms:`.
_CHOOSE_KEY = frozenset(
    {
        "DisabledException",
        "InvalidAliasNameException",
        "InvalidArnException",
        "InvalidKeyId",
        "InvalidKeyIdException",
        "InvalidKeyName",
        "InvalidKeyUsageException",
        "KMSInvalidStateException",
        "KeyNotFound",
        "KeyUnavailableException",
        "NotAuthorized",
        "NotFoundException",
        "UnsupportedOperationException",
    }
)
# Of customer-provided keys (SSE-C).
_KEYS = frozenset({"CustomerKeyUnknown", "KeyNotExported"})
_READS = frozenset({"GetObject", "HeadObject"})  # the key is that of the object


def remedy_of(error: AppError) -> Remedy | None:
    """Return what the window can do about an error; None if nothing."""
    code = error.code.removeprefix("KMS.").removeprefix("kms:")
    if code in _SIGN_IN:
        return Remedy.SIGN_IN
    if code in _EDIT_CONNECTION:
        return Remedy.EDIT_CONNECTION
    if code in _KEYS:
        return Remedy.KEYS
    if code.startswith("ClientSide"):
        return None  # another key, which is chosen where it was
    if code in _CHOOSE_KEY or _is_of_key(error):
        return Remedy.CHOOSE_KEY
    return None


def remedy_text(remedy: Remedy) -> str:
    """Return the text of a remedy's button."""
    return translate(_TEXTS[remedy])


def _is_of_key(error: AppError) -> bool:
    """Whether using a KMS key to encrypt was denied."""
    denial = error.denial
    return (
        denial is not None
        and denial.operation not in _READS
        and any(one.service == "kms" and one.resource != "*" for one in denial.permissions)
    )
