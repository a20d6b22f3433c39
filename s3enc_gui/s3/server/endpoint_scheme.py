"""Recognizes an endpoint with the wrong scheme: http for https, or the reverse.

Servers say it in many ways: a redirect, a page with status 400, an alert of TLS, or by closing the
connection. OpenSSL's servers do the last; then one TLS handshake shows which it is.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError, SSLError

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.regex import regex
from s3enc_gui.s3.errors.wrong_scheme import HttpsRequired, NoHttps, WrongScheme
from s3enc_gui.s3.network.proxies import proxies_for
from s3enc_gui.s3.transport.response_origin import NotS3, has_s3_header

if TYPE_CHECKING:
    from botocore.client import BaseClient

PROBE_TIMEOUT = 5.0  # seconds

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Pages for HTTP on a TLS port, in lower case: nginx (status 497), Go's net/http, Apache's mod_ssl,
# Tomcat.
_PAGES = (
    b"the plain http request was sent to https port",
    b"client sent an http request to an https server",
    b"you're speaking plain http to an ssl-enabled server port",
    b"this combination of host and port requires tls",
)
_BEGINNING = 2048  # bytes of a page that are searched
# An alert record (RFC 8446, section 5.1), as it stands in the text of a parser's error.
_ALERT = regex(r"\\x15\\x03|\x15\x03")
# Reasons of OpenSSL's errors for a response that isn't TLS.
_NOT_TLS = frozenset(
    {
        "HTTP_REQUEST",
        "PACKET_LENGTH_TOO_LONG",
        "RECORD_LAYER_FAILURE",
        "UNEXPECTED_EOF_WHILE_READING",
        "UNKNOWN_PROTOCOL",
        "WRONG_VERSION_NUMBER",
    }
)
_REASON = regex(r"\[SSL: (\w+)\]")


class EndpointScheme:
    """What is known of an endpoint's scheme. Thread-safe."""

    def __init__(self, endpoint_url: str) -> None:
        self._endpoint_url, self._url = endpoint_url, urlsplit(endpoint_url)
        self._is_right = False

    def note_response(self) -> None:
        """Note a successful response: the scheme is right."""
        self._is_right = True

    def check(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Raise HttpsRequired for a response that says so; header names are in lower case."""
        if self._url.scheme != "http":
            return
        if status in _REDIRECTS:
            target = urlsplit(headers.get("location", ""))
            if target.scheme == "https" and _is_same_server(self._url.hostname, target.hostname):
                raise self._https_required(f"redirected to {target.geturl()}", _port(target))
        elif status == 400 and not has_s3_header(headers):
            beginning = body[:_BEGINNING].lower()
            for page in _PAGES:
                if page in beginning:
                    raise self._https_required(page.decode())

    async def explained(self, error: Exception) -> Exception:
        """Return the WrongScheme behind an error, else the error."""
        return await in_thread(self._explained, error) if self._may_explain(error) else error

    def watch(self, client: BaseClient) -> None:
        """Check all responses to a client and its errors: its calls raise WrongScheme."""
        # Before botocore follows redirects, and before it retries.
        client.meta.events.register_first("before-parse.*", self._check_response)
        client.meta.events.register_first("needs-retry.*", self._check_exception)

    def _check_response(
        self,
        operation_model: Any,  # noqa: ANN401 - untyped
        response_dict: dict[str, Any],
        **_: object,
    ) -> None:
        status, body = response_dict["status_code"], response_dict["body"]
        if status < 300:
            self.note_response()
            return
        headers = {name.lower(): value for name, value in response_dict["headers"].items()}
        self.check(status, headers, body)
        response: Any = {"ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": headers}}
        self._check_exception(ClientError(response, operation_model.name))

    def _check_exception(self, caught_exception: Exception | None, **_: object) -> None:
        if caught_exception is not None and self._may_explain(caught_exception):
            found = self._explained(caught_exception)
            if isinstance(found, WrongScheme):
                raise found from caught_exception

    def _may_explain(self, error: Exception) -> bool:
        """Whether an error may be due to the scheme."""
        if self._is_right:
            return False
        if self._url.scheme == "https":
            return isinstance(error, SSLError)
        if isinstance(error, NotS3):
            return bool(error.kwargs["status"] == 400)
        if isinstance(error, ClientError):
            metadata: Mapping[str, Any] = error.response.get("ResponseMetadata", {})
            headers = metadata.get("HTTPHeaders", {})
            return metadata.get("HTTPStatusCode") == 400 and not has_s3_header(headers)
        # The others: nothing listens, or nothing responds.
        return isinstance(error, ConnectionClosedError) or type(error) is HTTPClientError

    def _explained(self, error: Exception) -> Exception:
        """Return the WrongScheme behind an error, else the error. Blocks for a TLS handshake."""
        if self._url.scheme == "https":
            reason = _REASON.search(str(error))
            return self._no_https() if reason and reason[1] in _NOT_TLS else error
        if _ALERT.search(str(error)):
            return self._https_required("the response is a TLS alert")
        if not proxies_for(self._endpoint_url):
            if speaks_tls(self._url.hostname or "", self._url.port or 80):
                return self._https_required("the port uses TLS")
            self._is_right = True
        return error

    def _no_https(self) -> WrongScheme:
        use = self._url._replace(scheme="http").geturl()
        return NoHttps(endpoint_url=self._endpoint_url, use=use, reason="the response isn't TLS")

    def _https_required(self, reason: str, port: int | None = 0) -> WrongScheme:
        """Return the exception; `port` of https, None: the usual one, 0: the same."""
        port = (self._url.port or 80) if port == 0 else port
        host = self._url.hostname or ""
        netloc = f"[{host}]" if ":" in host else host
        netloc = f"{netloc}:{port}" if port else netloc
        use = self._url._replace(scheme="https", netloc=netloc).geturl()
        return HttpsRequired(endpoint_url=self._endpoint_url, use=use, reason=reason)


def speaks_tls(host: str, port: int) -> bool:
    """Whether a port responds to a TLS handshake; blocks. No data is sent afterwards."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), PROBE_TIMEOUT) as sock,
            context.wrap_socket(sock, server_hostname=host),
        ):
            return True
    except ssl.SSLError as error:
        return error.reason not in _NOT_TLS  # a refusal is TLS, too
    except (OSError, ValueError):  # ValueError: a name that TLS can't send
        return False


def _port(url: SplitResult) -> int | None:
    try:
        return url.port
    except ValueError:  # not a number
        return None


def _is_same_server(ours: str | None, theirs: str | None) -> bool:
    """Whether a redirect stays on the server: the same host, or the bucket's below it."""
    return ours is not None and theirs is not None and f".{theirs}".endswith(f".{ours}")
