"""Messages for exceptions raised on this computer, by the exception's class name."""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.bucket import INVALID_NAME
from s3enc_gui.s3.errors.messages.error_message import REPORT, ErrorMessage
from s3enc_gui.s3.errors.messages.identity import EXPIRED, SIGN_IN_AGAIN
from s3enc_gui.s3.errors.messages.network import CERTIFICATES, PROXY_EXCEPTIONS

_NETWORK = text("Check the network connection, then try again.")
_PROFILE = text("Correct the profile in ~/.aws/config, or ask your administrator.")
_SIGN_IN = text("Sign in (s3enc connections sign-in).")
_REGION = text("Correct the Region (--region).")

_NOT_SIGNED_IN = text("You aren't signed in")
_SIGN_IN_FAILED = text("The sign-in failed")
_INTERRUPTED = ErrorMessage(
    text("The connection was interrupted"), text("The response didn't arrive in full."), _NETWORK
)
_TIMED_OUT = ErrorMessage(
    text("The server timed out"), text("It didn't respond within a minute."), _NETWORK
)
_NO_SERVER = ErrorMessage(
    text("The server can't be reached"),
    text("There is no network connection, or the server's name or address is wrong."),
    text("Check the network connection and the server's address, then try again."),
)
_BAD_ENDPOINT = ErrorMessage(
    text("The server's address isn't valid"),
    text("The server's address, the Region and the bucket don't fit together."),
    text("Check the address (--endpoint-url), the Region and the bucket."),
)
_BAD_BUCKET_ARN = ErrorMessage(
    text("This ARN can't be used as a bucket"),
    text("It isn't the ARN of a bucket or of an access point that S3enc supports."),
    text("Enter the bucket's name, or the ARN of an access point."),
)
_BAD_SETTING = ErrorMessage(
    text("A setting of the profile isn't valid"),
    text("A value in ~/.aws/config or in an AWS_… variable isn't allowed."),
    text("Correct the setting."),
)
_DAMAGED_CONFIG = ErrorMessage(
    text("The AWS configuration can't be read"),
    text("A file in ~/.aws is damaged or missing."),
    text("Open the file and correct it, or choose another connection."),
)
_INCOMPLETE = ErrorMessage(
    text("The installation is incomplete"),
    text("A required component isn't installed."),
    text("Install S3enc again."),
)
_DIFFERENT_DATA = ErrorMessage(
    text("The downloaded content differs from the object"),
    text("The checksums don't match."),
    text("Try again."),
)
_BAD_VALUE = ErrorMessage(
    text("A value can't be sent"),
    text("It doesn't have the format that the service requires."),
    REPORT,
)

# Looked up along the exception's base classes.
EXCEPTIONS: dict[str, ErrorMessage] = {
    # credentials
    "NoCredentialsError": ErrorMessage(
        _NOT_SIGNED_IN,
        text("No credentials were found for this connection."),
        text(
            "Sign in (s3enc connections sign-in), or choose another connection. Public data can be"
            " read without signing in (--no-sign-request)."
        ),
    ),
    "NoAuthTokenError": ErrorMessage(_NOT_SIGNED_IN, text("There is no sign-in token."), _SIGN_IN),
    "PartialCredentialsError": ErrorMessage(
        text("The profile is incomplete"),
        text("A setting that belongs to the credentials is missing."),
        text("Add the missing setting in ~/.aws, or choose another connection."),
    ),
    "CredentialRetrievalError": ErrorMessage(
        _SIGN_IN_FAILED,
        text("The program or service that provides the credentials failed."),
        text("Check how the profile gets its credentials."),
    ),
    "MetadataRetrievalError": ErrorMessage(
        _SIGN_IN_FAILED,
        text("The service that provides this computer's credentials failed."),
        text("Choose another connection, or ask your administrator."),
    ),
    "ProfileNotFound": ErrorMessage(
        text("The profile doesn't exist"),
        text("It is neither in ~/.aws/config nor in ~/.aws/credentials."),
        text("Choose another connection."),
    ),
    "ConfigParseError": _DAMAGED_CONFIG,
    "ConfigNotFound": _DAMAGED_CONFIG,
    "InvalidConfigError": ErrorMessage(
        text("The profile isn't set up correctly"),
        text("Its settings don't work together."),
        _PROFILE,
    ),
    "InfiniteLoopConfigError": ErrorMessage(
        text("The profile refers to itself"),
        text("Its source_profile leads back to the same profile."),
        _PROFILE,
    ),
    "RefreshWithMFAUnsupportedError": ErrorMessage(
        text("A new MFA code is required"),
        text("The sign-in with MFA has expired."),
        SIGN_IN_AGAIN,
    ),
    "SSOTokenLoadError": ErrorMessage(
        _NOT_SIGNED_IN, text("There is no IAM Identity Center session."), _SIGN_IN
    ),
    "UnauthorizedSSOTokenError": ErrorMessage(
        EXPIRED, text("The IAM Identity Center session has expired."), SIGN_IN_AGAIN
    ),
    "TokenRetrievalError": ErrorMessage(
        EXPIRED, text("The IAM Identity Center session couldn't be renewed."), SIGN_IN_AGAIN
    ),
    "SSOError": ErrorMessage(
        _SIGN_IN_FAILED, text("IAM Identity Center returned no credentials."), SIGN_IN_AGAIN
    ),
    "LoginRefreshRequired": ErrorMessage(
        EXPIRED, text("The sign-in to the console has expired."), SIGN_IN_AGAIN
    ),
    "LoginTokenLoadError": ErrorMessage(
        _NOT_SIGNED_IN, text("There is no sign-in to the console."), _SIGN_IN
    ),
    "LoginInsufficientPermissions": ErrorMessage(
        text("You don't have permission to sign in this way"),
        text("Your user or role lacks the signin:CreateOAuth2Token permission."),
        text("Ask your administrator for it, or choose another connection."),
    ),
    "LoginError": ErrorMessage(
        _SIGN_IN_FAILED, text("The sign-in to the console returned no credentials."), SIGN_IN_AGAIN
    ),
    "MissingDependencyException": _INCOMPLETE,
    # Region, endpoint and settings
    "NoRegionError": ErrorMessage(
        text("No Region is selected"),
        text("Neither the connection nor the profile names one."),
        text("Choose a Region (--region)."),
    ),
    "InvalidRegionError": ErrorMessage(
        text("The Region isn't valid"), text("A Region has a code such as us-east-1."), _REGION
    ),
    "UnknownRegionError": ErrorMessage(
        text("The Region doesn't exist"), text("No Region has this name."), _REGION
    ),
    "BaseEndpointResolverError": _BAD_ENDPOINT,
    "EndpointProviderError": _BAD_ENDPOINT,
    "InvalidEndpointConfigurationError": _BAD_ENDPOINT,
    "InvalidHostLabelError": _BAD_ENDPOINT,
    "InvalidDNSNameError": _BAD_ENDPOINT,
    "UnsupportedS3ArnError": _BAD_BUCKET_ARN,
    "UnsupportedOutpostResourceError": _BAD_BUCKET_ARN,
    "UnsupportedS3ConfigurationError": _BAD_BUCKET_ARN,
    "UnsupportedS3AccesspointConfigurationError": _BAD_BUCKET_ARN,
    "InvalidRetryConfigurationError": _BAD_SETTING,
    "InvalidS3AddressingStyleError": _BAD_SETTING,
    "InvalidDefaultsMode": _BAD_SETTING,
    "InvalidChecksumConfigError": _BAD_SETTING,
    "InvalidProxiesConfigError": _BAD_SETTING,
    "InvalidSTSRegionalEndpointsConfigError": _BAD_SETTING,
    "InvalidS3UsEast1RegionalEndpointConfigError": _BAD_SETTING,
    # network
    "EndpointConnectionError": _NO_SERVER,
    "ConnectionError": _NO_SERVER,
    "ConnectTimeoutError": _NO_SERVER,
    "ReadTimeoutError": _TIMED_OUT,
    "ConnectionClosedError": _INTERRUPTED,
    "ResponseStreamingError": _INTERRUPTED,
    "IncompleteReadError": _INTERRUPTED,
    "HTTPClientError": _INTERRUPTED,
    "TimeoutError": _TIMED_OUT,
    "NotS3": ErrorMessage(
        text("The response didn't come from S3"),
        text(
            "Something else answered, such as this network's sign-in page, a firewall or the"
            " server's web console."
        ),
        text(
            "Sign in to the network in a web browser, or check the server's address and port"
            " (--endpoint-url), then try again."
        ),
    ),
    "CapacityNotAvailableError": ErrorMessage(
        text("Too many requests failed"), text("The network or the server has a problem."), _NETWORK
    ),
    **PROXY_EXCEPTIONS,
    "SSLError": ErrorMessage(
        text("A secure connection can't be established"),
        text("The server and this computer don't agree on how to encrypt with TLS."),
        text("Show this message to the server's owner, or ask your network's administrator."),
    ),
    "HttpsRequired": ErrorMessage(
        text("The server requires HTTPS"),
        text("The address starts with http://, but the server accepts only TLS."),
        text("Use {the_endpoint} instead (--endpoint-url)."),
    ),
    "NoHttps": ErrorMessage(
        text("The server doesn't use HTTPS on this port"),
        text("The address starts with https://, but the server's response isn't TLS."),
        text(
            "Check the port of the address (--endpoint-url). If the network is trusted,"
            " you can use {the_endpoint} instead."
        ),
    ),
    "FlexibleChecksumError": _DIFFERENT_DATA,
    "ChecksumError": _DIFFERENT_DATA,
    # values
    "ParamValidationError": _BAD_VALUE,
    "ValidationError": _BAD_VALUE,
    "UnicodeError": ErrorMessage(
        text("A name can't be sent"),
        text("It contains bytes that aren't text."),
        text("Rename the file or correct the name that you entered, then try again."),
    ),
    "DataNotFoundError": _INCOMPLETE,
    "BotoCoreError": ErrorMessage(
        text("The request couldn't be made"), text("It failed on this computer."), REPORT
    ),
    # what botocore doesn't catch
    "JSONDecodeError": ErrorMessage(
        _SIGN_IN_FAILED,
        text("The program that provides the credentials didn't return JSON."),
        _PROFILE,
    ),
    "ValueError": _BAD_ENDPOINT._replace(
        hint=text("Enter an address such as https://s3.example.com (--endpoint-url).")
    ),
    "OSError": ErrorMessage(
        text("The profile's credentials can't be read"),
        text("The profile names a program or a file that is missing or can't be read."),
        _PROFILE,
    ),
}

# (class name, part of the exception's text in lower case, the message).
BY_TEXT: tuple[tuple[str, str, ErrorMessage], ...] = (
    *CERTIFICATES,
    (
        "PartialCredentialsError",
        "found in env",
        ErrorMessage(
            text("The credentials are incomplete"),
            text("An AWS_… variable that belongs to them isn't set."),
            text("Set the missing variable, or unset the others."),
        ),
    ),
    ("ParamValidationError", "invalid bucket name", INVALID_NAME),
    (
        "HTTPClientError",
        "invalid header value",
        ErrorMessage(
            text("A value can't be sent"),
            text("The credentials or an option contain a line break or an invalid character."),
            text(
                "Check the access key ID, the secret access key and the options for invalid "
                "characters."
            ),
        ),
    ),
)
