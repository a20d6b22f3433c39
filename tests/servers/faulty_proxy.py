"""A proxy between a program and a server that injects faults at random.

Requests are forwarded unchanged and once. Signatures (SigV4) stay valid, because the Host header,
which is signed, is forwarded, too. Plain http on both sides.
"""

from __future__ import annotations

import http.client
import random
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from io import BufferedReader
from threading import Condition, Lock, Thread
from urllib.parse import urlsplit

from tests.servers.process import HOST, free_ports
from tests.servers.server import Server

MAX_DELAY = 0.05  # seconds
_UPSTREAM_SECONDS = 60.0
_JOIN_SECONDS = 5.0
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding"})
_NO_LINGER = struct.pack("ii", 1, 0)  # close with RST, like a lost connection


class ProxyFault(Enum):
    """Faults of a request; the first five are faults of its connection."""

    REFUSED = "connection refused"
    UNREAD = "cut before the request was read"
    HALF_READ = "cut in mid-request"
    ANSWER_LOST = "done, but the answer lost"
    TRUNCATED = "answer truncated"
    DELAYED = "delayed"
    INTERNAL_ERROR = "InternalError"
    SLOW_DOWN = "SlowDown"
    UNAVAILABLE = "ServiceUnavailable"
    REQUEST_TIMEOUT = "RequestTimeout"
    KMS_THROTTLED = "KMS.ThrottlingException"
    EXPIRED_TOKEN = "ExpiredToken"
    SKEWED = "RequestTimeTooSkewed"


# Status and message (S3 API Reference, Error responses; KMS throttling: KMS API Reference).
REFUSALS: dict[ProxyFault, tuple[int, str]] = {
    ProxyFault.INTERNAL_ERROR: (500, "We encountered an internal error. Please try again."),
    ProxyFault.SLOW_DOWN: (503, "Please reduce your request rate."),
    ProxyFault.UNAVAILABLE: (503, "Service is unable to handle request."),
    ProxyFault.REQUEST_TIMEOUT: (
        400,
        "Your socket connection to the server was not read from or written to within the timeout "
        "period. Idle connections will be closed.",
    ),
    ProxyFault.KMS_THROTTLED: (
        400,
        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    ),
    ProxyFault.EXPIRED_TOKEN: (400, "The provided token has expired."),
    ProxyFault.SKEWED: (
        403,
        "The difference between the request time and the server's time is too large.",
    ),
}
# The error codes of KMS.
_KMS_CODES = {
    ProxyFault.INTERNAL_ERROR: "KMSInternalException",
    ProxyFault.EXPIRED_TOKEN: "ExpiredTokenException",
    ProxyFault.SKEWED: "InvalidSignatureException",
}


def evenly(rate: float, kinds: Iterable[ProxyFault] = ProxyFault) -> dict[ProxyFault, float]:
    """Split a rate per request evenly among faults."""
    chosen = list(kinds)
    return dict.fromkeys(chosen, rate / len(chosen))


class Stage(Enum):
    """ARRIVED: read, not forwarded yet. DONE: processed, no response sent yet."""

    ARRIVED = "arrived"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request; `number` counts from 1, `target` is path and query as sent."""

    number: int
    method: str
    target: str
    stage: Stage


@dataclass(slots=True)
class _Request:
    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


class _CutError(Exception):
    """Close the connection now."""


def _ignore(_: Seen) -> None:
    """Do nothing."""


@dataclass(slots=True)
class FaultyProxy:
    """The proxy before `upstream`; `rates` per request (REFUSED: per connection) can be changed.

    `watcher` is called with each request, on the threads of the connections. `counts` are the
    injected faults, `mishaps` unplanned errors: the upstream couldn't be reached.
    """

    upstream: Server
    seed: int
    rates: Mapping[ProxyFault, float] = field(default_factory=dict)
    watcher: Callable[[Seen], None] = _ignore
    counts: Counter[ProxyFault] = field(default_factory=Counter)
    mishaps: list[str] = field(default_factory=list)
    requests: int = 0
    forwarded: int = 0
    server: Server = field(init=False)
    _random: random.Random = field(init=False)
    _port: int = field(init=False)
    _listener: socket.socket | None = None
    _acceptor: Thread | None = None
    _connections: dict[socket.socket, Thread] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _gone: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        assert urlsplit(self.upstream.endpoint_url).scheme == "http", "plain http only"
        self._random = random.Random(self.seed)  # noqa: S311 - to be repeated, not to be secret
        (self._port,) = free_ports(1)
        url = f"http://{HOST}:{self._port}"
        upstream = self.upstream
        own_kms = upstream.kms_endpoint_url != upstream.endpoint_url
        self.server = Server(
            f"faulty-{upstream.name}",
            url,
            upstream.kms_endpoint_url if own_kms else url,
            upstream.region,
            upstream.access_key,
            upstream.secret_key,
        )

    def __str__(self) -> str:
        faults = self.counts.total()
        lines = "".join(f"\n  {n:4} {kind.value}" for kind, n in self.counts.most_common())
        return f"{faults} faults in {self.requests} requests (seed {self.seed}){lines}"

    # --- control -------------------------------------------------------------------------------

    def clear(self) -> None:
        """Stop injecting faults; `counts` are kept."""
        self.rates = {}

    def blackout(self) -> None:
        """Close all connections and refuse new ones."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes the accepting thread
            listener.close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def restore(self) -> None:
        """Accept connections again."""
        if self._listener is None:
            self._listener = socket.create_server((HOST, self._port), backlog=512)
            self._acceptor = Thread(
                target=self._accept, args=(self._listener,), name="faulty proxy"
            )
            self._acceptor.start()

    start = restore

    def settle(self, timeout: float = 10.0) -> None:
        """Wait until all clients have disconnected and their requests are processed."""
        with self._gone:
            assert self._gone.wait_for(lambda: not self._connections, timeout), "still busy"

    def stop(self) -> None:
        """Close everything and wait for the threads."""
        self.blackout()
        deadline = time.monotonic() + _JOIN_SECONDS
        with self._lock:
            threads = [self._acceptor, *self._connections.values()]
        for thread in filter(None, threads):
            thread.join(max(0.0, deadline - time.monotonic()))
        self.server.close()

    # --- connections ---------------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # a blackout
                return
            if self._happens(ProxyFault.REFUSED):
                self._note(ProxyFault.REFUSED)
                _cut(connection)
                continue
            thread = Thread(target=self._serve, args=(connection,), name="faulty proxy")
            with self._lock:
                self._connections[connection] = thread
            thread.start()
            if self._listener is not listener:  # a blackout happened meanwhile
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection.makefile("rb") as reader:
                while reader.peek(1):
                    self._handle(connection, reader)
        except _CutError:
            _cut(connection)
        except (OSError, ValueError):  # the client disconnected, maybe in mid-line
            pass
        finally:
            connection.close()
            with self._lock, self._gone:
                del self._connections[connection]
                self._gone.notify_all()

    def _handle(self, connection: socket.socket, reader: BufferedReader) -> None:
        fault = self._draw()
        if fault is ProxyFault.UNREAD:
            self._note(fault)
            raise _CutError
        request = _read_head(reader)
        if request.header("expect"):
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if fault is ProxyFault.HALF_READ:
            reader.read(int(request.header("content-length") or 0) // 2)
            self._note(fault)
            raise _CutError
        request.body = _read_body(request, reader)
        number = self._note(fault)
        self._watched(number, request, Stage.ARRIVED)
        if fault is ProxyFault.DELAYED:
            time.sleep(self._random_number() * MAX_DELAY)
        answer = _refusal(request, fault) if fault in REFUSALS else self._forward(request)
        if fault not in REFUSALS:
            self._watched(number, request, Stage.DONE)
        if fault is ProxyFault.ANSWER_LOST:
            raise _CutError
        if fault is ProxyFault.TRUNCATED:
            connection.sendall(answer[: len(answer) // 2])
            connection.shutdown(socket.SHUT_RDWR)
            raise OSError
        connection.sendall(answer)

    def _watched(self, number: int, request: _Request, stage: Stage) -> None:
        self.watcher(Seen(number, request.method, request.target, stage))

    # --- random choice -------------------------------------------------------------------------

    def _happens(self, kind: ProxyFault) -> bool:
        return self._random_number() < self.rates.get(kind, 0.0)

    def _random_number(self) -> float:
        with self._lock:
            return self._random.random()

    def _draw(self) -> ProxyFault | None:
        roll = self._random_number()
        for kind, rate in self.rates.items():
            if kind is not ProxyFault.REFUSED:
                roll -= rate
                if roll < 0:
                    return kind
        return None

    def _note(self, fault: ProxyFault | None) -> int:
        """Count a request and its fault; return its number."""
        with self._lock:
            if fault is not ProxyFault.REFUSED:
                self.requests += 1
            if fault:
                self.counts[fault] += 1
            return self.requests

    # --- forwarding ----------------------------------------------------------------------------

    def _forward(self, request: _Request) -> bytes:
        with self._lock:
            self.forwarded += 1
        try:
            return _response(self.upstream.endpoint_url, request)
        except (OSError, http.client.HTTPException) as error:
            self.mishaps.append(f"{request.method} {request.target}: {error!r}")
            raise _CutError from error


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    connection.close()


def _read_head(reader: BufferedReader) -> _Request:
    method, target, _ = reader.readline().decode("latin-1").split(" ", 2)
    headers = []
    while line := reader.readline().decode("latin-1").rstrip("\r\n"):
        name, _, value = line.partition(":")
        headers.append((name, value.strip()))
    return _Request(method, target, headers)


def _read_body(request: _Request, reader: BufferedReader) -> bytes:
    if request.header("transfer-encoding").lower() == "chunked":
        return b"".join(_chunks(reader))
    size = int(request.header("content-length") or 0)
    body = reader.read(size)
    if len(body) < size:
        raise OSError("the client disconnected")
    return body


def _chunks(reader: BufferedReader) -> Iterable[bytes]:
    """Yield the chunks with their framing."""
    size = -1
    while size:
        line = reader.readline()
        size = int(line.partition(b";")[0], 16)
        yield line
        if size:
            yield reader.read(size + 2)
    while line := reader.readline():  # trailers, up to the empty line
        yield line
        if not line.rstrip():
            return


def _response(url: str, request: _Request) -> bytes:
    """Forward a request and return the encoded response."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=_UPSTREAM_SECONDS)
    try:
        connection.putrequest(
            request.method, request.target, skip_host=True, skip_accept_encoding=True
        )
        for name, value in request.headers:
            if name.lower() not in ("connection", "expect"):
                connection.putheader(name, value)
        connection.endheaders(request.body or None)
        response = connection.getresponse()
        body = response.read()
        headers = [pair for pair in response.getheaders() if pair[0].lower() not in _HOP_BY_HOP]
        if response.headers.get("transfer-encoding") and request.method != "HEAD":
            headers.append(("Content-Length", str(len(body))))
        return _encoded(response.status, response.reason, headers, body)
    finally:
        connection.close()


def _refusal(request: _Request, fault: ProxyFault | None) -> bytes:
    assert fault is not None
    status, message = REFUSALS[fault]
    code, kind = fault.value, "application/xml"
    if request.header("x-amz-target"):  # KMS
        code, kind = _KMS_CODES.get(fault, "ThrottlingException"), "application/x-amz-json-1.1"
        text = f'{{"__type": "{code}", "message": "{message}"}}'
    else:
        text = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
        if request.method == "POST" and urlsplit(request.target).path == "/":  # STS
            text = f"<ErrorResponse>{text}</ErrorResponse>"
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'
    body = b"" if request.method == "HEAD" else text.encode()
    headers = [("Content-Type", kind), ("x-amz-request-id", "0000000000STORM0")]
    if request.method != "HEAD":
        headers.append(("Content-Length", str(len(body))))
    return _encoded(status, http.client.responses[status], headers, body)


def _encoded(status: int, reason: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{n}: {v}" for n, v in headers), "\r\n"]
    return "\r\n".join(lines).encode("latin-1") + body
