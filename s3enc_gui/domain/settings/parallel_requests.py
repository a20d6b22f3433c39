"""Bounds of the setting for requests at the same time."""

from __future__ import annotations

from typing import TypeGuard

MOST = 256
"""Of the uploads' adaptive limits (s3enc_gui/jobs/uploads/queue/transfer_queue.py)."""


def is_valid(number: object) -> TypeGuard[int]:
    """Whether it is a number of requests."""
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= MOST
