"""The rules of a guard, as buttons and boxes."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGroupBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.preflight.facts import is_key_arn
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.gui.radio_focus import RadioFocus
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _, text
from s3enc_gui.wording.glossary.terms import Term
from s3enc_gui.wording.guard.rules import explanation, rule_text

_INDENT = 23  # pixels; indent of a radio button's text
_TERMS = {
    Rule.ANY_KMS: Term.KMS,
    Rule.DSSE: Term.DSSE,
    Rule.NO_SSE_C: Term.SSE_C,
}


class RulesForm(QWidget):
    """At most one kind of encryption, and two rules more; `changed` follows every change."""

    changed = Signal()

    def __init__(self, directory: KeyDirectory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._directory = directory
        self._group = QButtonGroup(self)
        self.none = QRadioButton(_("Not required"))
        self.kinds = {rule: QRadioButton(rule_text(rule)) for rule in Rule if rule.is_kind}
        self.others = {rule: QCheckBox(rule_text(rule)) for rule in Rule if not rule.is_kind}
        self.key, self._key_box = KeyField(directory), QWidget()
        self._arrange()
        RadioFocus((self.none, *self.kinds.values()), self)
        self.none.setChecked(True)
        self._key_box.setVisible(False)
        self._group.buttonToggled.connect(self._kind_changed)
        self.key.changed.connect(self._key_changed)
        for box in self.others.values():
            box.toggled.connect(self.changed)

    def guard(self) -> Guard:
        """Return the chosen rules. Raises AppError where the key's ARN isn't known."""
        chosen = {rule for rule, button in (self.kinds | self.others).items() if button.isChecked()}
        return Guard(frozenset(chosen), self._key_arn() if Rule.THIS_KEY in chosen else None)

    def show_guard(self, guard: Guard) -> None:
        """Choose rules."""
        kind = next((rule for rule in guard.rules if rule.is_kind), None)
        (self.kinds[kind] if kind else self.none).setChecked(True)
        for rule, box in self.others.items():
            box.setChecked(rule in guard.rules)
        if guard.key:
            self.key.preselect(guard.key)

    def focus(self) -> None:
        """Set the focus to the chosen kind."""
        if button := self._group.checkedButton():
            button.setFocus()

    def _key_arn(self) -> str:
        reference = self.key.reference
        if self.key.arn:
            return self.key.arn
        if reference and is_key_arn(reference):
            return reference
        if reference is None:
            raise AppError(
                text("Choose a key of your own"),
                text("The AWS managed key aws/s3 is another key in each account."),
                code="Usage",
            )
        raise AppError(
            text("The key's ARN isn't known"),
            text("Policies compare the ARN that a request sends."),
            text("Choose another key, or enter the key's full ARN."),
            code="Usage",
        )

    def _arrange(self) -> None:
        kinds, others = QGroupBox(_("Required encryption")), QGroupBox(_("Also"))
        column = QVBoxLayout(kinds)
        column.setSpacing(3)
        self._group.addButton(self.none)
        column.addWidget(self.none)
        column.addSpacing(6)
        for rule, button in self.kinds.items():
            self._group.addButton(button)
            self._add(column, rule, button)
            if rule is Rule.THIS_KEY:
                inside = QVBoxLayout(self._key_box)
                inside.setContentsMargins(_INDENT, 0, 0, 6)
                inside.addWidget(self.key)
                column.addWidget(self._key_box)
        column = QVBoxLayout(others)
        column.setSpacing(3)
        for rule, box in self.others.items():
            self._add(column, rule, box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(kinds)
        column.addWidget(others)
        column.addStretch(1)

    @staticmethod
    def _add(column: QVBoxLayout, rule: Rule, button: QRadioButton | QCheckBox) -> None:
        line = TextLine(explanation(rule), indent=_INDENT)
        button.setAccessibleDescription(line.text())
        terms = _TERMS.get(rule)
        column.addWidget(explained(button, terms) if terms else button)
        column.addWidget(line)
        column.addSpacing(6)

    @Slot()
    def _kind_changed(self) -> None:
        if self._group.checkedButton() is None:
            return
        wants_key = self.kinds[Rule.THIS_KEY].isChecked()
        self._key_box.setVisible(wants_key)
        if wants_key:
            self._directory.fill()
        self.changed.emit()

    @Slot()
    def _key_changed(self) -> None:
        if self.kinds[Rule.THIS_KEY].isChecked():
            self.changed.emit()
