"""A dialog that asks where things are to be copied or moved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, key_for, nameless_text, parse_location
from s3enc_gui.gui.browser.operations.text_dialog import TextDialog
from s3enc_gui.gui.messages.errors import error_text
from s3enc_gui.gui.messages.if_exists import if_exists_choices
from s3enc_gui.gui.widgets.styling import label

_WIDTH = 540


class DestinationDialog(TextDialog):
    """Asks for a folder; `placed` carries the Location and IfExists. Goes when it is closed.

    `moves`: what is verified is deleted where it was. `may_stay`: the folder `here` will do, too:
    an old version is made the newest there. `several`: it is about more than one thing.
    """

    placed = Signal(object, object)

    def __init__(
        self,
        title: str,
        what: str,
        here: Location,
        yes: str,
        parent: QWidget,
        *,
        moves: bool,
        may_stay: bool = False,
        several: bool = False,
    ) -> None:
        super().__init__(title, here.uri, yes, parent)
        self._here, self._may_stay, self._several = here, may_stay, several
        self.setMinimumWidth(_WIDTH)
        self.policy = QComboBox()
        for words, choice in if_exists_choices():
            self.policy.addItem(self.tr(words), choice)
        proved = self.tr(
            "Encryption, key, metadata, tags and storage class stay as they are, and S3enc"
            " proves it."
        )
        if moves:
            proved += " " + self.tr("What cannot be proved is never deleted.")
        told = label(proved, "muted")
        told.setWordWrap(True)
        heading = label(what, "heading")
        heading.setWordWrap(True)
        heading.setTextFormat(Qt.TextFormat.PlainText)  # names are never markup
        form = QFormLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addLayout(form)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("&To the folder"), self.field)
        form.addRow("", self._fault)
        form.addRow("", self._note)
        form.addRow(self.tr("&If the name is taken"), self.policy)
        column.addWidget(told)
        column.addSpacing(4)
        column.addWidget(self._buttons)
        self.field.setCursorPosition(len(self.field.text()))
        self._check()

    def _place(self) -> Location:
        place = parse_location(self.field.text())
        return Location(place.bucket, key_for(place.key, ""))

    def _check(self) -> None:
        fault, place = "", None
        try:
            place = self._place()
        except AppError as error:
            fault = error_text(error)[1]
        stays = place == self._here and not self._may_stay
        if stays and self.field.isModified():  # nobody is blamed for what they have not typed
            fault = self.tr(
                "They are in this folder already: type another one."
                if self._several
                else "It is in this folder already: type another one."
            )
        note = nameless_text(place.key) if place else ""
        self._judge(fault, possible=place is not None and not stays, note=note)

    def _answer(self) -> None:
        self.placed.emit(self._place(), self.policy.currentData())
