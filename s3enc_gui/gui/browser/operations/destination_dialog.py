"""Dialog that asks for the target folder of a copy or move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import (
    Location,
    is_address,
    key_for,
    nameless_text,
    parse_location,
    plain_name,
)
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.operations.destination_tree import DestinationTree
from s3enc_gui.gui.browser.operations.text_input_dialog import TextDialog
from s3enc_gui.gui.messages.counts import things_text
from s3enc_gui.gui.messages.if_exists import if_exists_choices
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _

_WIDTH = 540


class DestinationDialog(TextDialog):
    """Asks for a folder; `chosen` carries its Location and an IfExists.

    `moves`: sources are deleted after verification. `allow_same`: the current folder `here` is
    allowed (copying an old version there makes it the current one). `several`: more than one item.
    A text that is no address is a folder of the bucket of `here`.
    """

    chosen = Signal(object, object)

    def __init__(
        self,
        heading: str,
        here: Location,
        runner: Runner,
        connection: Connection,
        parent: QWidget,
        *,
        moves: bool,
        allow_same: bool = False,
        several: bool = False,
    ) -> None:
        title, accept = (_("Move to"), _("Move")) if moves else (_("Copy to"), _("Copy"))
        super().__init__(title, here.uri, accept, parent)
        self._here, self._allow_same, self._several = here, allow_same, several
        self.setMinimumWidth(scaled(_WIDTH))
        self.tree = DestinationTree(runner, connection, here)
        self.tree.picked.connect(self._pick)
        self._target = label("", "muted", wrap=True)
        self.policy = QComboBox()
        for name, policy in if_exists_choices():
            self.policy.addItem(name, policy)
        note = _(
            "Encryption, KMS key, metadata, tags and storage class don't change. S3enc verifies"
            " each copy. S3 doesn't report encryption contexts: copies keep those of objects that"
            " were uploaded from this computer."
        )
        if moves:
            note += " " + _("S3enc deletes the source only after the copy is verified.")
        form = QFormLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(label(heading, "heading", wrap=True))
        column.addLayout(form)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.addRow(_("To &folder"), self.field)
        form.addRow("", self._error)
        form.addRow("", self._note)
        form.addRow("", self._target)
        form.addRow(self.tree)
        form.addRow(_("&If an object already exists"), self.policy)
        column.addWidget(label(note, "muted", wrap=True))
        column.addSpacing(4)
        column.addWidget(self._buttons)
        self.field.setCursorPosition(len(self.field.text()))
        self._check()

    def _location(self) -> Location:
        return typed_folder(self.field.text(), self._here)

    @Slot(object)
    def _pick(self, place: Location) -> None:
        self.field.setText(place.uri if place.key else key_for(place.uri, ""))
        self.field.setModified(True)
        self._check()

    def _check(self) -> None:
        error_message, location = "", None
        try:
            location = self._location()
        except AppError as error:
            error_message = error.detail
        is_same = location == self._here and not self._allow_same
        if is_same and self.field.isModified():  # not for the proposed text
            error_message = (
                _("They are already in this folder. Enter another one.")
                if self._several
                else _("It is already in this folder. Enter another one.")
            )
        note = nameless_text(location.key) if location else ""
        shown = location is not None and not _is_address(self.field.text())
        self._target.setText(location.uri if shown and location else "")
        self._target.setVisible(shown)
        self._show_check(error_message, valid=location is not None and not is_same, note=note)

    def _emit_answer(self) -> None:
        self.chosen.emit(self._location(), self.policy.currentData())


def typed_folder(typed: str, here: Location) -> Location:
    """Return the folder that is typed: an address, or a folder of the bucket of `here`.

    Raises AppError.
    """
    if _is_address(typed) or not typed.strip():
        location = parse_location(typed)
        return Location(location.bucket, key_for(location.key, ""))
    return Location(here.bucket, key_for(typed.strip().removeprefix("/"), ""))


def _is_address(typed: str) -> bool:
    return is_address(typed.strip()) or "://" in typed


def destination_heading(rows: Sequence[ObjectRow], *, move: bool) -> str:
    """Return the heading of the destination dialog: the name of a single row, else counts."""
    folders = sum(row.is_folder for row in rows)
    if len(rows) > 1:
        message = _("Move {content}") if move else _("Copy {content}")
        return message.format(content=things_text(len(rows) - folders, folders))
    if folders:
        message = _("Move the folder “{name}”") if move else _("Copy the folder “{name}”")
    else:
        message = _("Move “{name}”") if move else _("Copy “{name}”")
    return message.format(name=plain_name(rows[0].key))
