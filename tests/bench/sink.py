"""The null sink: an S3 that discards the data, so that the client is measured.

    python -m tests.bench.sink PORT [CERTIFICATE KEY]
    python -m tests.bench.sink PORT OBJECTS

With OBJECTS every bucket has that number of objects.

Without TLS one thread serves all connections, because threads would compete for the GIL. With TLS
each connection has a thread, because the GIL is released during decryption.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import sys
from contextlib import suppress
from http import HTTPStatus
from threading import Thread

from tests.bench.forgetful_s3 import Answer, ForgetfulS3
from tests.bench.http_reader import Conversation, HttpReader
from tests.bench.vast_s3 import VastS3

HOST = "127.0.0.1"
_BACKLOG = 1024
_BUFFER = 4 * 1024 * 1024
_READ = 256 * 1024
_TLS_RECORD = 16 * 1024  # maximum of one read


def serve(listener: socket.socket, s3: ForgetfulS3 | VastS3) -> None:
    """Serve all connections on this thread."""
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is listener:
                    connection, _ = listener.accept()
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    talk = (connection, _begun(s3))
                    selector.register(connection, selectors.EVENT_READ, talk)
                    continue
                connection, conversation = key.data
                if not _heard(connection, conversation, _READ):
                    selector.unregister(connection)
                    connection.close()


def serve_tls(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Serve each connection on its own thread."""
    s3 = ForgetfulS3()

    def attend(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as line:
            conversation = _begun(s3)
            while _heard(line, conversation, _TLS_RECORD):
                pass

    while True:
        connection, _ = listener.accept()
        Thread(target=attend, args=(connection,), daemon=True).start()


def _begun(s3: ForgetfulS3 | VastS3) -> Conversation:
    conversation = _converse(s3)
    next(conversation)
    return conversation


def _converse(s3: ForgetfulS3 | VastS3) -> Conversation:
    reader = HttpReader()
    while True:
        request = yield from reader.next()
        reader.say(_encoded(s3.answer(request), with_body=request.method != "HEAD"))


def _heard(connection: socket.socket, conversation: Conversation, size: int) -> bool:
    """Read once, and send what is ready; False if the client disconnected."""
    with suppress(OSError):
        if data := connection.recv(size):
            if reply := conversation.send(data):
                connection.sendall(reply)
            return True
    return False


def _encoded(answer: Answer, *, with_body: bool) -> bytes:
    size = len(answer.body) if answer.size is None else answer.size
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        "Server: sink",
        "x-amz-request-id: 0000000000000000",
        *(f"{name}: {value}" for name, value in answer.headers.items()),
        # A 204 has no length (RFC 9110, 8.6).
        *([] if answer.status == HTTPStatus.NO_CONTENT else [f"Content-Length: {size}"]),
        "\r\n",
    ]
    head = "\r\n".join(lines).encode("latin-1")
    return head + answer.body if with_body else head


def main() -> None:
    """Listen on the port."""
    port, *files = sys.argv[1:]
    with socket.create_server((HOST, int(port)), backlog=_BACKLOG) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        if len(files) == 1:
            serve(listener, VastS3(int(files[0])))
        if files:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*files)
            serve_tls(listener, context)
        serve(listener, ForgetfulS3())


if __name__ == "__main__":
    main()
