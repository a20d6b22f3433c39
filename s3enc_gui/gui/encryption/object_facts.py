"""The page of the Encryption details on one object."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.details import PENDING, label_text
from s3enc_gui.gui.widgets.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.fact_grid import FactGrid, Section, scrolled
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import translate
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING
from s3enc_gui.wording.labels import DETAILS_LABELS
from s3enc_gui.wording.object_details import (
    CANNOT_LOOK,
    KEY_LABELS,
    METADATA,
    NONE,
    OBJECT_LABELS,
    TAGS,
)

_KEY, _OBJECT = "KMS key", "Object"
_SECTIONS = {
    "": DETAILS_LABELS,
    _KEY: KEY_LABELS,
    METADATA: (METADATA,),
    TAGS: (TAGS,),
    _OBJECT: OBJECT_LABELS,
}
# Values to be copied into other programs; the others are words.
_COPIED = frozenset(
    {
        *("KMS key ARN", "ETag", "Checksum", "Version ID", "Link", "Key account", METADATA, TAGS),
        *("Content type", "Cache-Control", "Content-Disposition", "Content-Encoding"),
        *("Content-Language", "Expires", "Website redirect"),
    }
)
_BESIDE = 24  # characters: what is longer gets a line of its own
_LONGEST_NAME = 96  # characters of a heading: about three lines
_EMPTY = (NOTHING, NOT_KNOWN, NONE, CANNOT_LOOK, PENDING)


class FactsPage(QWidget):
    """The object's name, the verdict, its 14 rows and what else there is to say of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._where = ""
        inside = QWidget()
        self._area = scrolled(inside, self)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._area)
        self._name = ObjectName(inside)
        self._busy = BusyIndicator(inside)
        self._busy.setContentsMargins(2, 0, 0, 0)
        self._verdict = ErrorBanner(inside, closable=False)
        texts = {name: label_text(name) for names in _SECTIONS.values() for name in names}
        sections = [
            Section(label_text(title) if title else "", names, texts)
            for title, names in _SECTIONS.items()
        ]
        self.grid = FactGrid(sections, _COPIED, _BESIDE, parent=inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        for widget in (self._name, self._busy, self._verdict, self.grid):
            column.addWidget(widget)
        column.addStretch(1)

    def show_facts(
        self,
        name: tuple[str, str],
        rows: Mapping[str, str],
        verdict: tuple[AppError, str] | None = None,
        asking: str = "",
    ) -> None:
        """Show rows under a name (and where that is); `asking`: more of them is on its way."""
        if name[1] != self._where:
            self._area.verticalScrollBar().setValue(0)
        self._where = name[1]
        self._name.show_text(*name)
        if verdict:
            self._verdict.show_error(*verdict)
        else:
            self._verdict.clear()
        if asking:
            self._busy.start(asking)
        else:
            self._busy.stop()
        self.grid.show_values(rows, tuple(map(translate, _EMPTY)))

    def stop_asking(self, error: AppError) -> None:
        """Say that nothing more came, and why; what was on its way stays unknown."""
        self._busy.stop()
        self._verdict.show_error(error)
        rows = {name: self.grid.value(name) for name in DETAILS_LABELS}
        unknown, empty = translate(NOT_KNOWN), tuple(map(translate, _EMPTY))
        known = {name: unknown if rows[name] == PENDING else rows[name] for name in rows}
        self.grid.show_values(known, empty)


class ObjectName(QWidget):
    """The object's name large, where it is small."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = BreakingLabel("heading", self, most=_LONGEST_NAME)
        self._where = BreakingLabel("muted", self)  # all of a name that is too long for a heading
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 0, 0)  # as the rows below it
        column.setSpacing(2)
        column.addWidget(self._name)
        column.addWidget(self._where)

    def show_text(self, key: str, where: str) -> None:
        """Show the last part of a key, and below it where the object is."""
        self._name.show_text(key.rpartition("/")[2])
        self._where.show_text(where)


def wrapping(role: str, parent: QWidget | None = None) -> QLabel:
    """Return an empty label that wraps, in a role of the look; never markup."""
    made = label("", role, parent)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
