"""Offers buckets and addresses while an address is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from s3enc_gui.domain.location import Location

_MAX_REMEMBERED = 50


class AddressCompletion(QCompleter):
    """Completes the `s3://` URIs that were entered before, the latest first, and of buckets.

    Entered addresses are kept until the program ends; an address needs no permission to be listed.
    """

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._entered: list[str] = []
        self._buckets: list[str] = []
        self._texts = QStringListModel(self)
        self.setModel(self._texts)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        field.setCompleter(self)

    def offer(self, buckets: Sequence[str]) -> None:
        """Offer these buckets."""
        self._buckets = [Location(bucket).uri for bucket in buckets]
        self._fill()

    def remember(self, address: str) -> None:
        """Offer an address first."""
        others = [one for one in self._entered if one != address]
        self._entered = [address, *others][:_MAX_REMEMBERED]
        self._fill()

    def _fill(self) -> None:
        buckets = [one for one in self._buckets if one not in self._entered]
        self._texts.setStringList(self._entered + buckets)
