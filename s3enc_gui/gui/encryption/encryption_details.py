"""The Encryption details pane."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QStackedLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.selection_summary import SelectionSummary
from s3enc_gui.domain.encryption.status_kind import ObjectStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.earlier_verification import EarlierVerification
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.gui.customer_keys.choose_key import choose_key_text
from s3enc_gui.gui.encryption.object_facts import FactsPage
from s3enc_gui.gui.encryption.selection_facts import SeveralPage
from s3enc_gui.gui.messages import details as details_texts
from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.messages.results import details_rows, verdict
from s3enc_gui.gui.widgets.error_banner import Action
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING
from s3enc_gui.wording.history.earlier_verification import earlier_text
from s3enc_gui.wording.labels import DETAILS_LABELS

# Rows that aren't known if an object can't be read; a dash would mean that they have no value.
_UNKNOWN = [name for name in DETAILS_LABELS if name not in ("Asked for", "Verified", "Link")]
_INVITATION = N_("Select an object to see how it is encrypted.")


class EncryptionDetails(QWidget):
    """Shows one object (verdict, the 14 rows of DETAILS_LABELS, KMS key, metadata, tags) or a
    summary of several.

    `head` is the minimum height of the heading in pixels. `receipt_requested` carries the Receipt
    of the object's upload, `key_requested` the ObjectDetails of an object whose customer-provided
    key (SSE-C) isn't known.
    """

    receipt_requested = Signal(object)
    key_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, head: int = 0) -> None:
        super().__init__(parent)
        title = label(_("Encryption details"), "heading", self)
        title.setMinimumHeight(scaled(head))
        self.setAccessibleName(title.text())
        self._card = QFrame(self)
        self._card.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(self._card, 1)
        self._receipt: Receipt | None = None  # of the object shown
        self._several: SeveralPage | None = None  # created when needed, as _facts
        self._pending: Location | None = None  # shown from a listing, S3 is being asked
        self._cached: ObjectStatus | None = None  # of the pending object
        self._pages = QStackedLayout(self._card)  # pages without a parent would be windows
        self._message = BreakingLabel("muted")
        self._pages.addWidget(_message_page(self._message))
        self.setMinimumWidth(296)
        self.show_nothing()

    def show_object(self, details: ObjectDetails) -> None:
        """Show an object that was read."""
        rows = dict(details_rows(details)) | details_texts.further_rows(details)
        actions: list[Action] = []
        if details.status.needs_customer_key:
            actions.append((choose_key_text(), partial(self.key_requested.emit, details)))
        remark = details_texts.object_remark(details)
        self._show_facts(details.location, rows, remark, actions=actions)

    def show_verification(self, found: EarlierVerification) -> None:
        """Show what the history knows of the object that `show_object` has shown."""
        self._receipt = found.receipt
        value = earlier_text(found, short_time(found.at))
        context = found.receipt.encryption_context if found.receipt and found.holds else None
        self._facts.show_verified(value, context, has_receipt=found.receipt is not None)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show the result of an upload with its verification."""
        details, item = outcome.details, outcome.item
        rows = dict(details_rows(details, outcome))
        if details:
            rows |= details_texts.further_rows(details)
        else:  # nothing was stored
            rows = {name: value for name, value in rows.items() if value != NOTHING}
        name = _name(details.location) if details else (item.key, item.path)
        self._show_facts(name, rows, verdict(outcome))

    def show_pending(
        self,
        location: Location,
        size: int,
        modified: datetime | None,
        storage_class: str,
        cached: ObjectStatus | None,
        key: NamedKey | None = None,
    ) -> None:
        """Show an object from a listing and its cached status, while S3 is being asked.

        `size` in bytes; `key` is the KMS key of the cached status. Call `show_object` or
        `show_failure` next.
        """
        rows = details_texts.pending_rows(location, size, modified, storage_class, cached, key)
        self._show_facts(location, rows, asking=details_texts.asking_text(cached))
        self._pending, self._cached = location, cached

    def show_failure(self, location: Location, error: AppError) -> None:
        """Show why an object couldn't be read; values from a listing stay."""
        if location != self._pending:
            self._show_facts(
                location, dict(details_rows(None)) | dict.fromkeys(_UNKNOWN, translate(NOT_KNOWN))
            )
            self._cached = None
        self._facts.stop_asking(details_texts.failure(error, self._cached))
        self._pending = None

    def show_several(self, summary: SelectionSummary) -> None:
        """Show a summary of several objects."""
        if self._several is None:
            self._several = SeveralPage(self._card)
            self._pages.addWidget(self._several)
        self._several.show_summary(summary)
        self._pages.setCurrentWidget(self._several)
        self._pending = None

    def show_nothing(self, message: str = "") -> None:
        """Show no object; `message` replaces the default invitation."""
        self._message.show_text(message or translate(_INVITATION))
        self._pages.setCurrentIndex(0)
        self._pending = None

    def value(self, name: str) -> str:
        """Return the value of a row, by its untranslated label.

        The labels are those of `wording.labels` and `wording.object_details`, or SEVERAL_LABELS of
        `messages.details` while several objects are shown.
        """
        if self._several is not None and self._pages.currentWidget() is self._several:
            return self._several.value(name)
        return self._facts.grid.value(name)

    @cached_property
    def _facts(self) -> FactsPage:
        """The page of one object, made when it is needed: it is long."""
        page = FactsPage(self._card)
        page.receipt.clicked.connect(self._request_receipt)
        self._pages.addWidget(page)
        return page

    def _request_receipt(self) -> None:
        if self._receipt:
            self.receipt_requested.emit(self._receipt)

    def _show_facts(
        self,
        name: Location | tuple[str, str],
        rows: dict[str, str],
        verdict: tuple[AppError, str] | None = None,
        asking: str = "",
        actions: Sequence[Action] = (),
    ) -> None:
        shown = _name(name) if isinstance(name, Location) else name
        self._facts.show_facts(shown, rows, verdict, asking, actions)
        self._pages.setCurrentWidget(self._facts)
        self._pending = None


def _name(location: Location) -> tuple[str, str]:
    return location.key, location.uri


def _message_page(message: QLabel) -> QWidget:
    made = QWidget()
    message.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(made)
    column.setContentsMargins(40, 24, 40, 24)
    column.setSpacing(14)
    column.addStretch(1)
    column.addWidget(IconLabel("shield", "disabled", 48), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(message)  # at full width: a narrower label would be cut off
    column.addStretch(1)
    return made
