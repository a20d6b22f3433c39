"""Waiting for bytes, with an ear for the wish to stop."""

from __future__ import annotations

import socket

from s3enc_gui.aio.cancellation import Cancellation

ATTENTION = 1.0  # seconds between two looks at the wish to stop, where the line is still


def received(line: socket.socket, size: int, stop: Cancellation, patience: float) -> bytes:
    """Return what comes next, up to `size` bytes; nothing where the other side ended the line.

    Blocks. Raises TimeoutError after `patience` seconds without a byte, Cancelled, and OSError.
    """
    line.settimeout(min(ATTENTION, patience))
    waited = 0.0
    while True:
        try:
            return line.recv(size)
        except TimeoutError:
            stop.check()
            waited += ATTENTION
            if waited >= patience:
                raise
