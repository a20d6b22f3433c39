"""Page of the Encryption details pane for one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import last_name
from s3enc_gui.gui.messages.details import PENDING, label_text
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import Action, ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.fact_grid import FactGrid, Section, scrolled
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton
from s3enc_gui.i18n import _, translate
from s3enc_gui.wording.client_side import rows as client_side
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING
from s3enc_gui.wording.labels import DETAILS_LABELS
from s3enc_gui.wording.object_details import (
    CANNOT_LOOK,
    CUSTOMER_KEY,
    KEY_LABELS,
    METADATA,
    NONE,
    OBJECT_LABELS,
    TAGS,
    TERMS,
    context_text,
)

_KEY, _OBJECT = "KMS key", "Object"
_ENCRYPTION = DETAILS_LABELS.index("Bucket key") + 1
_SECTIONS = {
    "": (*DETAILS_LABELS[:_ENCRYPTION], CUSTOMER_KEY, *DETAILS_LABELS[_ENCRYPTION:]),
    _KEY: KEY_LABELS,
    client_side.SECTION: client_side.LABELS,
    METADATA: (METADATA,),
    TAGS: (TAGS,),
    _OBJECT: OBJECT_LABELS,
}
# Rows with a Copy button; the others are prose.
_COPIED = frozenset(
    {
        *("KMS key ARN", "ETag", "Checksum", "Version ID", "Link", "Key account", METADATA, TAGS),
        *("Content type", "Cache-Control", "Content-Disposition", "Content-Encoding"),
        *("Content-Language", "Expires", "Website redirect"),
    }
)
_BESIDE = 24  # characters; longer values go below their names
_MAX_NAME = 96  # characters of the heading, about three lines
_EMPTY = (NOTHING, NOT_KNOWN, NONE, CANNOT_LOOK, PENDING)


class FactsPage(QWidget):
    """The object's name, a banner with the verdict, and the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._location = ""
        self._rows: Mapping[str, str] = {}
        inside = QWidget()
        self._area = scrolled(inside, self)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._area)
        self._name = ObjectName(inside)
        self._busy = BusyIndicator(inside)
        self._busy.setContentsMargins(2, 0, 0, 0)
        self._verdict = ErrorBanner(inside, closable=False)
        self.receipt = WrappingButton(_("Show receipt"))
        self.receipt.hide()
        named = {name for title, names in _SECTIONS.items() for name in (title, *names) if name}
        texts = {name: label_text(name) for name in named}
        sections = [Section(title, names, texts) for title, names in _SECTIONS.items()]
        self.grid = FactGrid(sections, _COPIED, _BESIDE, parent=inside, terms=TERMS)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        for widget in (self._name, self._busy, self._verdict):
            column.addWidget(widget)
        column.addWidget(self.receipt, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.grid)
        column.addStretch(1)

    def show_facts(
        self,
        name: tuple[str, str],
        rows: Mapping[str, str],
        verdict: tuple[AppError, str] | None = None,
        asking: str = "",
        actions: Sequence[Action] = (),
    ) -> None:
        """Show name and location, verdict and rows; `asking` is the busy indicator's text.

        `actions` are buttons of the verdict.
        """
        if name[1] != self._location:
            self._area.verticalScrollBar().setValue(0)
        self._location = name[1]
        self._name.show_text(*name)
        if verdict:
            self._verdict.show_error(*verdict, actions)
        else:
            self._verdict.clear()
        if asking:
            self._busy.start(asking)
        else:
            self._busy.stop()
        self.receipt.hide()
        self._show_rows(rows)

    def show_verified(
        self, value: str, context: ContextPairs | None = None, *, has_receipt: bool
    ) -> None:
        """Show the row `Verified`, and the button that shows the receipt if there is one.

        `context` is the encryption context that the receipt names, None if it names none.
        """
        rows = {**self._rows, "Verified": value}
        if context:
            rows["Encryption context"] = context_text(context)
        self._show_rows(rows)
        self.receipt.setVisible(has_receipt)

    def _show_rows(self, rows: Mapping[str, str]) -> None:
        self._rows = rows
        self.grid.show_values(rows, tuple(map(translate, _EMPTY)))

    def stop_asking(self, error: AppError) -> None:
        """Show an error; pending values become unknown."""
        self._busy.stop()
        self._verdict.show_error(error)
        rows = {name: self.grid.value(name) for name in DETAILS_LABELS}
        unknown, empty = translate(NOT_KNOWN), tuple(map(translate, _EMPTY))
        known = {name: unknown if rows[name] == PENDING else rows[name] for name in rows}
        self.grid.show_values(known, empty)


class ObjectName(QWidget):
    """The object's name as a heading, with its location below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = BreakingLabel("heading", self, most=_MAX_NAME)
        self._location = BreakingLabel("muted", self)  # includes the whole name
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 0, 0)  # aligned with the rows below
        column.setSpacing(2)
        column.addWidget(self._name)
        column.addWidget(self._location)

    def show_text(self, key: str, location: str) -> None:
        """Show the last part of a key, and below it the location."""
        self._name.show_text(last_name(key))
        self._location.show_text(location)
