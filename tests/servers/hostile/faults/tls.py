"""A server that wants TLS, asked over plain HTTP."""

from __future__ import annotations

from itertools import count

from tests.servers.hostile.answers import CUT, Answer, signature
from tests.servers.hostile.faults.building_blocks import Work
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile

_MOVED = b"<html>\r\n<head><title>%d Moved</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
_NGINX = (
    b"<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n"
    b"<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n"
    b"<center>The plain HTTP request was sent to HTTPS port</center>\r\n</body>\r\n</html>\r\n"
)
# What Go's net/http writes (server.go): MinIO and SeaweedFS answer so, to HEAD as well.
_GO = b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
# A fatal alert, protocol_version (RFC 8446, section 6).
_ALERT = b"\x15\x03\x01\x00\x02\x02\x46"


def _answers_plain_http(s3: Hostile, answer: Answer) -> None:
    s3.tls = True
    for operation in (*OPERATIONS, "Kms", "Other"):
        s3.change(operation, lambda request, work: answer)


def _redirect(s3: Hostile, request: Request, status: int, headers: dict[str, str]) -> Answer:
    there = s3.server.endpoint_url.replace("http:", "https:")
    location = f"{there}/{request.bucket}/{request.key}"
    body = _MOVED % status
    return Answer(status, {"Location": location, "Content-Type": "text/html", **headers}, body)


def _redirects(s3: Hostile, status: int, marked: bool = False, after: int = 0) -> None:
    turn = count()

    def wrap(request: Request, work: Work) -> Answer:
        if next(turn) < after:
            return work()
        return _redirect(s3, request, status, signature() if marked else {})

    for operation in (*OPERATIONS, "Kms", "Other"):
        s3.change(operation, wrap)


@fault("wants-https-301", "Everything is redirected to https by a proxy (301)")
def wants_https_301(s3: Hostile) -> None:
    _redirects(s3, 301)


@fault("wants-https-302", "Everything is redirected to https by a proxy (302)")
def wants_https_302(s3: Hostile) -> None:
    _redirects(s3, 302)


@fault("wants-https-307", "Everything is redirected to https by a proxy (307)")
def wants_https_307(s3: Hostile) -> None:
    _redirects(s3, 307)


@fault("wants-https-308", "Everything is redirected to https by a proxy (308)")
def wants_https_308(s3: Hostile) -> None:
    _redirects(s3, 308)


@fault("wants-https-with-request-id", "Everything is redirected to https (301), with a request id")
def wants_https_with_request_id(s3: Hostile) -> None:
    _redirects(s3, 301, marked=True)


@fault("wants-https-in-the-middle", "After five requests everything is redirected to https")
def wants_https_in_the_middle(s3: Hostile) -> None:
    _redirects(s3, 308, after=5)


@fault("tls-port-of-nginx", "nginx answers that plain HTTP was sent to its HTTPS port (400)")
def tls_port_of_nginx(s3: Hostile) -> None:
    _answers_plain_http(s3, Answer(400, {"Content-Type": "text/html"}, _NGINX, close=True))


@fault("tls-port-of-go", "A server in Go answers that it wants HTTPS (400 without any header)")
def tls_port_of_go(s3: Hostile) -> None:
    _answers_plain_http(s3, Answer(raw=_GO, close=True))


@fault("tls-port-alerts", "A TLS port answers plain HTTP with an alert")
def tls_port_alerts(s3: Hostile) -> None:
    _answers_plain_http(s3, Answer(raw=_ALERT, close=True))


@fault("tls-port-closes", "A TLS port closes connections that begin with plain HTTP")
def tls_port_closes(s3: Hostile) -> None:
    _answers_plain_http(s3, CUT)
