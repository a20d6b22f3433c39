"""How objects are encrypted, as the console's details page shows it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QStackedLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.audits.audit import NamedKey
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.selection_summary import SelectionSummary
from s3enc_gui.domain.encryption.status_kind import ObjectStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.gui.encryption.object_facts import FactsPage
from s3enc_gui.gui.encryption.selection_facts import SeveralPage
from s3enc_gui.gui.messages import details as words
from s3enc_gui.gui.messages.results import details_rows, verdict
from s3enc_gui.gui.widgets.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.wording.formats import NOT_KNOWN
from s3enc_gui.wording.labels import DETAILS_LABELS

# Of an object that could not be looked at; a dash would say that it has none.
_UNKNOWN = [name for name in DETAILS_LABELS if name not in ("Asked for", "Verified", "Link")]
_INVITATION = "Choose an upload or inspect an object to see how it is encrypted."


class EncryptionDetails(QWidget):
    """The pane `Encryption details`.

    Of one object the verdict, the 14 rows of `domain.words` and, below them, its KMS key, metadata,
    tags and what else there is to say; of several what they have in common. `head` is the least
    height of the heading in pixels, for what stands beside it.
    """

    def __init__(self, parent: QWidget | None = None, *, head: int = 0) -> None:
        super().__init__(parent)
        title = label(self.tr("Encryption details"), "heading", self)
        title.setMinimumHeight(head)
        self.setAccessibleName(title.text())
        self._card = QFrame(self)
        self._card.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(self._card, 1)
        self._invitation = BreakingLabel("muted")
        self._facts = FactsPage(self._card)
        self._several: SeveralPage | None = None  # made when it is first needed
        self._pending: Location | None = None
        self._looked: ObjectStatus | None = None  # of what is pending
        self._pages = QStackedLayout(self._card)  # without a parent, pages would be windows
        self._pages.addWidget(_empty(self._invitation))
        self._pages.addWidget(self._facts)
        self.setMinimumWidth(296)
        self.show_nothing()

    def show_object(self, details: ObjectDetails) -> None:
        """Show an object that was only looked at."""
        rows = dict(details_rows(details)) | words.further_rows(details)
        self._show_facts(details.location, rows, words.object_remark(details))

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what became of an uploaded file, and the proof."""
        details, item = outcome.details, outcome.item
        rows = dict(details_rows(details, outcome))
        if details:
            rows |= words.further_rows(details)
        name = _name(details.location) if details else (item.key, item.path)
        self._show_facts(name, rows, verdict(outcome))

    def show_pending(
        self,
        location: Location,
        size: int,
        modified: datetime | None,
        storage_class: str,
        looked: ObjectStatus | None,
        key: NamedKey | None = None,
    ) -> None:
        """Show what a listing tells of an object, and an earlier look, while S3 is being asked.

        `size` in bytes; `key` is what is known of the KMS key that was seen then. `show_object` or
        `show_failure` follows.
        """
        rows = words.pending_rows(location, size, modified, storage_class, looked, key)
        self._show_facts(location, rows, asking=words.asking_text(looked))
        self._pending, self._looked = location, looked

    def show_failure(self, location: Location, error: AppError) -> None:
        """Show why S3 does not tell more of an object; what a listing told stays."""
        if location != self._pending:
            self._show_facts(location, dict(details_rows(None)) | dict.fromkeys(_UNKNOWN, translate(NOT_KNOWN)))
            self._looked = None
        self._facts.stop_asking(words.failure(error, self._looked))
        self._pending = None

    def show_several(self, summary: SelectionSummary) -> None:
        """Show what several objects have in common, and what not."""
        if self._several is None:
            self._several = SeveralPage(self._card)
            self._pages.addWidget(self._several)
        self._several.show_summary(summary)
        self._pages.setCurrentWidget(self._several)
        self._pending = None

    def show_nothing(self, text: str = "") -> None:
        """Show the empty pane; `text` says what will be here, and when."""
        self._invitation.show_text(text or self.tr(_INVITATION))
        self._pages.setCurrentIndex(0)
        self._pending = None

    def focus_first(self) -> None:
        """Go to the first row by keyboard."""
        if self._pages.currentWidget() is self._facts:
            self._facts.grid.field(DETAILS_LABELS[0]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def value(self, name: str) -> str:
        """Return what a row says, by its label in `domain.words` or `domain.details_words`.

        While several objects are shown, by one of `messages.details.SEVERAL_LABELS`.
        """
        if self._several is not None and self._pages.currentWidget() is self._several:
            return self._several.value(name)
        return self._facts.grid.value(name)

    def _show_facts(
        self,
        name: Location | tuple[str, str],
        rows: dict[str, str],
        verdict: tuple[AppError, str] | None = None,
        asking: str = "",
    ) -> None:
        shown = _name(name) if isinstance(name, Location) else name
        self._facts.show_facts(shown, rows, verdict, asking)
        self._pages.setCurrentWidget(self._facts)
        self._pending = None


def _name(location: Location) -> tuple[str, str]:
    return location.key, location.uri


def _empty(words: QLabel) -> QWidget:
    made = QWidget()
    # As wide as there is room: a layout asks for the height of all its width, and a narrower label
    # would be cut.
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(made)
    column.setContentsMargins(40, 24, 40, 24)
    column.setSpacing(14)
    column.addStretch(1)
    column.addWidget(IconLabel("shield", "disabled", 48), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(words)
    column.addStretch(1)
    return made
