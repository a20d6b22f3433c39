"""Messages for proxies and certificates: of company networks, mostly."""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage

_PROXY = text("Check the proxy in Settings (HTTPS_PROXY), or ask your network's administrator.")

PROXY_EXCEPTIONS: dict[str, ErrorMessage] = {
    "ProxyConnectionError": ErrorMessage(
        text("The proxy can't be reached"),
        text("All requests go through it. Its address may be wrong, or it may not be running."),
        _PROXY,
    ),
    "ProxyAuthenticationRequired": ErrorMessage(
        text("The proxy wants a user name and password"),
        text("It denies access without them, or they are wrong."),
        text("Enter them in Settings, or in HTTPS_PROXY as http://USER:PASSWORD@HOST:PORT."),
    ),
    "ProxyRefused": ErrorMessage(
        text("The proxy refuses the connection"),
        text("It doesn't allow connections to this server."),
        text("Ask your network's administrator to allow the server's address and port."),
    ),
    "ServerBehindProxyError": ErrorMessage(
        text("The proxy can't reach the server"),
        text("The server's name or address may be wrong, or the proxy has no network connection."),
        text("Check the server's address, or ask your network's administrator."),
    ),
    "InvalidProxy": ErrorMessage(
        text("The proxy's address isn't valid"),
        text("S3enc supports HTTP proxies."),
        text("Enter an address such as http://proxy.example.com:3128 in Settings or HTTPS_PROXY."),
    ),
}

_UNTRUSTED = ErrorMessage(
    text("The server's certificate isn't trusted"),
    text(
        "Its certificate authority isn't trusted on this computer. Networks that inspect TLS"
        " often cause this."
    ),
    text("Ask your administrator for a CA bundle and select it (--ca-bundle)."),
)
_OTHER_NAME = ErrorMessage(
    text("The server's certificate is for another name"),
    text("The server's host name isn't in the certificate."),
    text("Check the server's address (--endpoint-url), or ask its owner."),
)
_EXPIRED = ErrorMessage(
    text("The server's certificate has expired"),
    text("Or this computer's clock is wrong."),
    text("Check the clock. If it is right, ask the server's owner to renew the certificate."),
)
_NOT_YET_VALID = ErrorMessage(
    text("The server's certificate isn't valid yet"),
    text("This computer's clock is probably slow."),
    text("Correct the clock, then try again."),
)
_BAD_AUTHORITY = ErrorMessage(
    text("The certificate authority doesn't meet the standard"),
    text("This system's checks are strict (RFC 5280), and the certificate lacks an extension."),
    text("Show this message to your network's administrator, who issued the certificate."),
)

# (class name, part of the exception's text in lower case, the message); OpenSSL's texts.
CERTIFICATES: tuple[tuple[str, str, ErrorMessage], ...] = (
    ("SSLError", "hostname mismatch", _OTHER_NAME),
    ("SSLError", "ip address mismatch", _OTHER_NAME),
    ("SSLError", "doesn't match", _OTHER_NAME),  # urllib3
    ("SSLError", "certificate has expired", _EXPIRED),
    ("SSLError", "certificate is not yet valid", _NOT_YET_VALID),
    ("SSLError", "missing authority key identifier", _BAD_AUTHORITY),
    ("SSLError", "missing subject key identifier", _BAD_AUTHORITY),
    ("SSLError", "ca cert does not include key usage extension", _BAD_AUTHORITY),
    ("SSLError", "certificate verify failed", _UNTRUSTED),
)
