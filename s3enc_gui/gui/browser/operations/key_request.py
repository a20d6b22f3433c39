"""Asks for the key (SSE-C) of objects that a copy or move couldn't read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome
from s3enc_gui.domain.customer_keys.known_key import NEEDS_KEY
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.choose_key import choose_key


def locked_ones(
    before: Iterable[CopyOutcome], outcomes: Iterable[CopyOutcome]
) -> tuple[CopyOutcome, ...]:
    """Return the objects that still need a key: of earlier outcomes, and of new ones."""
    found = {one.source: one for one in (*before, *outcomes)}
    return tuple(one for one in found.values() if one.error and one.error.code in NEEDS_KEY)


def ask_for_key(
    runner: Runner,
    connection: Connection,
    outcome: CopyOutcome,
    parent: QWidget,
    on_found: Callable[[], object],
) -> None:
    """Open the dialog for the key of one object; `on_found`: a key can read it."""
    choose_key(runner, connection, outcome.source, None, parent, lambda _details: on_found())
