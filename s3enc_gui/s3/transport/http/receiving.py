"""Receives from a socket with timeout and cancellation."""

from __future__ import annotations

import socket

from s3enc_gui.aio.cancellation import Cancellation

STOP_INTERVAL = 1.0  # seconds between checks for cancellation while no data arrives


def receive(sock: socket.socket, size: int, stop: Cancellation, timeout: float) -> bytes:
    """Return the next data, up to `size` bytes; empty if the server closed the connection.

    Blocks. Raises TimeoutError after `timeout` seconds without data, Cancelled, and OSError.
    """
    sock.settimeout(min(STOP_INTERVAL, timeout))
    waited = 0.0
    while True:
        try:
            return sock.recv(size)
        except TimeoutError:
            stop.check()
            waited += STOP_INTERVAL
            if waited >= timeout:
                raise
