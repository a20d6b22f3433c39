"""What goes wrong before a server answers, by the exception's class name."""

from __future__ import annotations

from s3enc_gui.s3.errors.messages.shape import ErrorMessage

_REPORT = "This is a fault of the program: please report it with this message."
_NETWORK = "Check the network connection, then try again."
_PROFILE = "Correct the profile in ~/.aws/config, or ask your administrator."
_SSO = "Sign in with “aws sso login” for this profile, then try again."
_LOGIN = "Sign in with “aws login” for this profile, then try again."
_ENDPOINT = "Give an address such as https://s3.example.com (--endpoint-url)."

_SIGNED_OUT = "The sign-in has run out"
_LINE_BROKE = ErrorMessage(
    "The connection broke off", "The answer did not arrive in full.", _NETWORK
)
_TIMED_OUT = ErrorMessage("The server does not answer", "It took longer than a minute.", _NETWORK)
_NO_SERVER = ErrorMessage(
    "The server cannot be reached",
    "There is no network, or the server's name or address is wrong.",
    "Check the network connection and the endpoint, then try again.",
)
_NOT_TRUSTED = ErrorMessage(
    "The server's certificate is not trusted",
    "Somebody signed it whom this computer does not know; companies that inspect traffic do.",
    "Ask your administrator for the certificates (a CA bundle) and name them (--ca-bundle).",
)
_BAD_ENDPOINT = ErrorMessage(
    "The server's address is not valid",
    "Endpoint, Region and bucket make no address together.",
    "Check the endpoint (--endpoint-url), the Region and the bucket.",
)
_BAD_BUCKET_ARN = ErrorMessage(
    "This ARN cannot be used as a bucket",
    "It is not the ARN of a bucket or of an access point that this program can use.",
    "Give the bucket's name, or the ARN of an access point.",
)
_BAD_SETTING = ErrorMessage(
    "The profile holds a setting that does not go",
    "A value in ~/.aws/config or in an AWS_… variable is not one of those allowed.",
    "Correct the setting.",
)
_DAMAGED_CONFIG = ErrorMessage(
    "The AWS settings cannot be read",
    "A file under ~/.aws is damaged or missing.",
    "Open the file and correct it, or choose another connection.",
)
_INCOMPLETE = ErrorMessage(
    "The program is incomplete",
    "A component that this needs is not installed.",
    "Install the program again.",
)
_NOT_READABLE = ErrorMessage(
    "Something that the sign-in needs cannot be used",
    "The profile names a program or a file that is missing or may not be read.",
    _PROFILE,
)

# Looked up along the class's bases, so that a kind stands for its sorts.
EXCEPTIONS: dict[str, ErrorMessage] = {
    # who is calling
    "NoCredentialsError": ErrorMessage(
        "You are not signed in",
        "No credentials were found for this connection.",
        "Choose another connection, or set up a profile with “aws configure”.",
    ),
    "NoAuthTokenError": ErrorMessage("You are not signed in", "There is no sign-in token.", _SSO),
    "PartialCredentialsError": ErrorMessage(
        "The profile is only half filled in",
        "A line that belongs to the credentials is missing.",
        "Fill in the missing line in ~/.aws, or choose another connection.",
    ),
    "CredentialRetrievalError": ErrorMessage(
        "The sign-in did not work",
        "The program or service that hands out the credentials failed.",
        "Check the profile's sign-in; its own message says more.",
    ),
    "MetadataRetrievalError": ErrorMessage(
        "The sign-in did not work",
        "The service that hands out the credentials of this machine failed.",
        "Choose another connection, or ask your administrator.",
    ),
    "ProfileNotFound": ErrorMessage(
        "There is no such profile",
        "It is neither in ~/.aws/config nor in ~/.aws/credentials.",
        "Choose another connection.",
    ),
    "ConfigParseError": _DAMAGED_CONFIG,
    "ConfigNotFound": _DAMAGED_CONFIG,
    "InvalidConfigError": ErrorMessage(
        "The profile is set up wrongly", "Its settings do not fit together.", _PROFILE
    ),
    "InfiniteLoopConfigError": ErrorMessage(
        "The profile refers to itself", "Its source_profile leads back to where it began.", _PROFILE
    ),
    "RefreshWithMFAUnsupportedError": ErrorMessage(
        "A new code is needed",
        "The sign-in with a second factor (MFA) has run out.",
        "Choose the connection again and enter a new code.",
    ),
    "SSOTokenLoadError": ErrorMessage(
        "You are not signed in", "There is no single sign-on yet.", _SSO
    ),
    "UnauthorizedSSOTokenError": ErrorMessage(_SIGNED_OUT, "The single sign-on has expired.", _SSO),
    "TokenRetrievalError": ErrorMessage(
        _SIGNED_OUT, "The single sign-on could not be renewed.", _SSO
    ),
    "SSOError": ErrorMessage("The single sign-on did not work", "It gave no credentials.", _SSO),
    "LoginRefreshRequired": ErrorMessage(
        _SIGNED_OUT, "The sign-in to the console has expired.", _LOGIN
    ),
    "LoginTokenLoadError": ErrorMessage(
        "You are not signed in", "There is no sign-in to the console yet.", _LOGIN
    ),
    "LoginInsufficientPermissions": ErrorMessage(
        "You may not sign in this way",
        "Your user lacks the permission signin:CreateOAuth2Token.",
        "Ask your administrator for it, or choose another connection.",
    ),
    "LoginError": ErrorMessage("The sign-in did not work", "It gave no credentials.", _LOGIN),
    "MissingDependencyException": _INCOMPLETE,
    # where to
    "NoRegionError": ErrorMessage(
        "No Region is chosen",
        "Neither the connection nor the profile names one.",
        "Choose a Region (--region).",
    ),
    "InvalidRegionError": ErrorMessage(
        "This is no Region", "A Region is written like eu-west-1.", "Correct the Region (--region)."
    ),
    "UnknownRegionError": ErrorMessage(
        "There is no such Region", "The Region is not known.", "Correct the Region (--region)."
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
    # the line
    "EndpointConnectionError": _NO_SERVER,
    "ConnectionError": _NO_SERVER,
    "ConnectTimeoutError": _NO_SERVER,
    "ReadTimeoutError": _TIMED_OUT,
    "ConnectionClosedError": _LINE_BROKE,
    "ResponseStreamingError": _LINE_BROKE,
    "IncompleteReadError": _LINE_BROKE,
    "HTTPClientError": _LINE_BROKE,
    "TimeoutError": _TIMED_OUT,
    "NotS3": ErrorMessage(
        "The response didn't come from S3",
        "Something else answered, such as this network's sign-in page, a firewall or the server's"
        " web console.",
        "Sign in to the network in a web browser, or check the endpoint and its port"
        " (--endpoint-url), then try again.",
    ),
    "CapacityNotAvailableError": ErrorMessage(
        "Too many requests failed", "The line or the server is not well at present.", _NETWORK
    ),
    "ProxyConnectionError": ErrorMessage(
        "The proxy cannot be reached",
        "All requests go through it; its address may be wrong, or it is not running.",
        "Check the proxy's settings (HTTPS_PROXY), or ask your network's administrator.",
    ),
    "SSLError": _NOT_TRUSTED,
    "FlexibleChecksumError": ErrorMessage(
        "What arrived is not what was stored", "The checksums differ.", "Try again."
    ),
    "ChecksumError": ErrorMessage(
        "What arrived is not what was stored", "The checksums differ.", "Try again."
    ),
    # ourselves
    "ParamValidationError": ErrorMessage(
        "A value cannot be sent", "It does not have the form that the service wants.", _REPORT
    ),
    "ValidationError": ErrorMessage(
        "A value cannot be sent", "It does not have the form that the service wants.", _REPORT
    ),
    "UnicodeError": ErrorMessage(
        "A name cannot be sent",
        "It holds bytes that are no text.",
        "Rename the file or correct what was typed in, then try again.",
    ),
    "DataNotFoundError": _INCOMPLETE,
    "BotoCoreError": ErrorMessage(
        "The request could not be made", "It failed on this computer.", _REPORT
    ),
    # what botocore lets out as it came
    "JSONDecodeError": ErrorMessage(
        "The sign-in did not work",
        "The program that hands out the credentials did not answer in JSON.",
        _PROFILE,
    ),
    "ValueError": _BAD_ENDPOINT._replace(hint=_ENDPOINT),
    "OSError": _NOT_READABLE,
}

# (class name, a piece of the text in small letters, the words).
BY_TEXT: tuple[tuple[str, str, ErrorMessage], ...] = (
    (
        "ParamValidationError",
        "invalid bucket name",
        ErrorMessage(
            "This is not a bucket name",
            "{bucket} has a name that S3 does not allow.",
            "Correct the name, or choose another bucket.",
        ),
    ),
    (
        "ParamValidationError",
        "non ascii characters",
        ErrorMessage(
            "The metadata cannot be stored",
            "It holds letters that an HTTP header cannot carry.",
            "Use plain letters without accents, or a tag: tags take any letters.",
        ),
    ),
    (
        "HTTPClientError",
        "invalid header value",
        ErrorMessage(
            "A value cannot be sent",
            "The credentials or an option hold a line break or a stray character.",
            "Check the access key, the secret key and the options for stray characters.",
        ),
    ),
)
