"""Which KMS key: the dropdown, the field for another key, and what is the matter with it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import (
    AWS_S3_ALIAS,
    KeyForm,
    KeyReference,
    check_region,
    parse_key_reference,
)
from s3enc_gui.gui.keys.key_combo import KeyCombo
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.keys_model import AWS_S3_ROW, CUSTOM_ROW, KeyRow, RowKind
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.styling import restyle
from s3enc_gui.gui.widgets.text_labels import TextLine, label_for
from s3enc_gui.jobs.keys import DescribedKey
from s3enc_gui.wording.key_problems import key_problem

TYPING_MS = 400  # a pause in typing: now it is worth asking KMS


class KeyField(QWidget):
    """`KMS key` and `Custom KMS ARN`; `changed` follows every change of choice or knowledge.

    A key that was preselected by ARN or name is shown as custom until the list comes and holds it.
    """

    changed = Signal()
    edited = Signal()  # by the user

    def __init__(self, directory: KeyDirectory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._directory = directory
        self._preselected = True
        self.combo = KeyCombo(directory.model)
        self.custom = QLineEdit()
        self.custom.setPlaceholderText("arn:aws:kms:eu-central-1:123456789012:key/…")
        self._about_key, self._about_custom = TextLine(), TextLine()
        self._busy = BusyIndicator()
        self._custom_label = label_for(self.tr("Custom KMS ARN"), self.custom)
        self._arrange()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self._look_at_chosen)
        self.combo.chosen.connect(self._chosen)
        self.combo.looked_at.connect(self._looked_at)
        self.custom.textEdited.connect(self._typed)
        self.custom.textChanged.connect(self._custom_changed)
        directory.listed.connect(self._listed)
        directory.described.connect(self._refresh)
        directory.busy_changed.connect(self._show_busy)
        self._refresh()

    # --- what is chosen -------------------------------------------------------------------------

    @property
    def reference(self) -> str | None:
        """The key as `SSEKMSKeyId` takes it; None is `aws/s3`."""
        row = self.combo.current_row()
        if row.kind is RowKind.CUSTOM:
            return self.custom.text().strip()
        return row.alias.name if row.alias else None

    @property
    def arn(self) -> str | None:
        """The key's ARN, where KMS has told it."""
        known = self._known()
        return known.description.arn if known and known.description else None

    @property
    def problem(self) -> AppError | None:
        """What keeps the key from being used, as far as it is known."""
        row = self.combo.current_row()
        if row.kind is RowKind.CUSTOM:
            try:
                check_region(self._custom_reference(), self._directory.region)
            except AppError as error:
                return error
        known, region = self._known(), self._directory.region
        name = row.text if row.kind is RowKind.ALIAS else self.custom.text().strip()
        return key_problem(known.usability, name, region or "") if known else None

    def preselect(self, reference: str | None) -> None:
        """Choose a key unasked."""
        self._preselected = True
        self._select(reference)
        self._refresh()
        self._look_at_chosen()

    def set_region(self, region: str) -> None:
        """Turn to the keys of another Region; the choice stays by its name."""
        if region == self._directory.region:
            return
        reference = self.reference
        if self.combo.current_row().kind is RowKind.ALIAS:
            self._preselected = True  # by name: as soon as the list is there, it is looked up
        self.combo.choose(CUSTOM_ROW)  # the others are about to go
        self._directory.set_region(region)
        self._select(reference)
        self._refresh()
        self._look_at_chosen()

    # --- inside ---------------------------------------------------------------------------------

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 120)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label_for(self.tr("KMS key"), self.combo), 0, 0)
        grid.addWidget(self.combo, 0, 1)
        grid.addWidget(self._busy, 1, 1)
        grid.addWidget(self._about_key, 2, 1)
        grid.addWidget(self._custom_label, 3, 0)
        grid.addWidget(self.custom, 3, 1)
        grid.addWidget(self._about_custom, 4, 1)

    def _select(self, reference: str | None) -> None:
        row = self._row_for(reference)
        if row is CUSTOM_ROW and reference is not None:
            self.custom.setText(reference)
        self.combo.choose(row)

    def _row_for(self, reference: str | None) -> KeyRow:
        if reference in (None, AWS_S3_ALIAS):
            return AWS_S3_ROW
        try:
            named = parse_key_reference(reference or "")
        except AppError:
            return CUSTOM_ROW
        model, row = self._directory.model, None
        if named.form is KeyForm.ALIAS:
            row = model.find(name=named.name)
        elif named.form is not KeyForm.ALIAS_ARN and named.region in (
            None,
            self._directory.region,
        ):
            # Key ids are unique in the world; an alias ARN may well be another account's.
            row = model.find(key_id=named.name)
        return row or CUSTOM_ROW

    def _custom_reference(self) -> KeyReference:
        return parse_key_reference(self.custom.text())

    def _name_to_ask(self) -> str | None:
        """Return the chosen key by the name KMS is asked with; `aws/s3` is never asked about.

        DescribeKey on its alias would create it (kms.DescribeKey).
        """
        row = self.combo.current_row()
        if row.kind is not RowKind.CUSTOM:
            return row.key_id or None
        try:
            reference = self._custom_reference()
            check_region(reference, self._directory.region)
        except AppError:
            return None
        return None if reference.is_aws_s3 else reference.text

    def _known(self) -> DescribedKey | None:
        name = self._name_to_ask()
        return self._directory.known(name) if name else None

    @Slot()
    def _look_at_chosen(self) -> None:
        name = self._name_to_ask()
        if name:
            self._directory.look_at_chosen(name)

    @Slot(int, int)
    def _looked_at(self, first: int, last: int) -> None:
        self._directory.look_at(self._directory.model.undescribed(first, last))

    @Slot(object)
    def _chosen(self, row: KeyRow) -> None:
        self._preselected = False
        self._refresh()
        self._look_at_chosen()
        self.edited.emit()
        if row.kind is RowKind.CUSTOM:
            self.custom.setFocus()

    @Slot()
    def _typed(self) -> None:
        self._preselected = False
        self.edited.emit()

    @Slot()
    def _custom_changed(self) -> None:
        self._pause.start()
        self._refresh()

    @Slot()
    def _listed(self) -> None:
        if self._preselected and self.combo.current_row().kind is RowKind.CUSTOM:
            self._select(self.custom.text())
            if self.combo.current_row().kind is RowKind.ALIAS:
                self.custom.clear()
            self._look_at_chosen()
        self._refresh()

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start(self.tr("Reading your keys…"))
        else:
            self._busy.stop()

    @Slot()
    def _refresh(self) -> None:
        row = self.combo.current_row()
        custom = row.kind is RowKind.CUSTOM
        for widget in (self._custom_label, self.custom):
            widget.setVisible(custom)
        problem = self.problem
        empty = custom and not self.custom.text().strip()
        if custom:
            self._say_about_list()
            self._say(self._about_custom, None if empty else problem, self._custom_text())
        else:
            self._about_custom.say("")
            self._say(self._about_key, problem, self._key_text(row))
        invalid = custom and problem is not None and not empty
        if self.custom.property("invalid") != invalid:
            self.custom.setProperty("invalid", invalid)
            restyle(self.custom)
        self.changed.emit()

    @staticmethod
    def _say(line: TextLine, problem: AppError | None, otherwise: str) -> None:
        if problem:
            line.say(f"{problem.title}. {problem.detail} {problem.hint}".strip(), "error")
        else:
            line.say(otherwise)

    def _say_about_list(self) -> None:
        error = self._directory.error
        if error is None:
            self._about_key.say("")
            return
        text = self.tr(
            "Your keys cannot be listed: {} Use aws/s3, or name a key as Custom KMS ARN."
        )
        self._about_key.say(text.format(error.detail or f"{error.title}."), "warning")

    def _key_text(self, row: KeyRow) -> str:
        if row.kind is RowKind.AWS_S3:
            if self._directory.error:
                self._say_about_list()
                return self._about_key.text()
            return self.tr("The AWS managed key for S3. AWS makes it when it is first used.")
        known = self._known()
        checked = bool(known and known.description)
        return self.tr("{} · enabled").format(row.key_id) if checked else row.key_id

    def _custom_text(self) -> str:
        known = self._known()
        if known and known.description:
            return self.tr("KMS knows this key: {}").format(known.description.arn)
        return self.tr("A key ARN, an alias ARN, a key id or alias/NAME.")
