"""Field for a KMS key: combo box, custom key, and problems with the key."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import (
    AWS_S3_ALIAS,
    KeyForm,
    KeyReference,
    check_name,
    check_region,
    parse_key_reference,
)
from s3enc_gui.domain.partitions import partition_of
from s3enc_gui.gui.keys.key_combo import KeyCombo
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.keys_model import AWS_S3_ROW, CUSTOM_ROW, KeyRow, RowKind
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.labels.term_tip import explained_label
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.gui.widgets.styling import restyle
from s3enc_gui.i18n import _
from s3enc_gui.jobs.keys import DescribedKey
from s3enc_gui.wording.glossary.terms import Term
from s3enc_gui.wording.key_notes import key_note
from s3enc_gui.wording.key_problems import key_problem

TYPING_MS = 400  # after the last key, before DescribeKey


class KeyField(QWidget):
    """The fields KMS key and Custom KMS ARN; `changed` follows every change.

    A preselected key is shown as custom until the list is read and contains it.
    """

    changed = Signal()
    edited = Signal()  # by the user

    def __init__(self, directory: KeyDirectory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._directory = directory
        self._preselected = True
        self.combo = KeyCombo(directory.model)
        self.custom = QLineEdit(placeholderText="arn:aws:kms:eu-central-1:123456789012:key/…")
        self._key_note, self._custom_note = TextLine(), TextLine()
        self._administrator, self._busy = AdministratorButton(), BusyIndicator()  # about the list
        self._custom_label = explained_label(_("Custom KMS ARN"), self.custom, Term.ARN)
        self._arrange()
        self._typing_timer = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing_timer.timeout.connect(self._describe_chosen)
        self.combo.chosen.connect(self._chosen)
        self.combo.rows_visible.connect(self._describe_visible)
        self.custom.textEdited.connect(self._typed)
        self.custom.textChanged.connect(self._custom_changed)
        directory.listed.connect(self._listed)
        directory.details_changed.connect(self._refresh)
        directory.busy_changed.connect(self._show_busy)
        self._refresh()

    # --- the key --------------------------------------------------------------------------------

    @property
    def reference(self) -> str | None:
        """The value for `SSEKMSKeyId`; None for `aws/s3`."""
        row = self.combo.current_row()
        if row.kind is RowKind.CUSTOM:
            return self.custom.text().strip()
        return row.alias.name if row.alias else None

    @property
    def arn(self) -> str | None:
        """The key's ARN, if KMS has reported it."""
        described = self.described
        return described.description.arn if described and described.description else None

    @property
    def described(self) -> DescribedKey | None:
        """What KMS reports of the key; None while it isn't known, and for `aws/s3`."""
        name = self._key_to_describe()
        return self._directory.described(name) if name else None

    @property
    def problem(self) -> AppError | None:
        """Why the key can't be used, as far as known."""
        row = self.combo.current_row()
        if row.kind is RowKind.CUSTOM:
            try:
                self._checked_reference()
            except AppError as error:
                return error
        described, region = self.described, self._directory.region
        name = row.text if row.kind is RowKind.ALIAS else self.custom.text().strip()
        return key_problem(described.usability, name, region or "") if described else None

    def preselect(self, reference: str | None) -> None:
        """Choose a key that the user hasn't chosen."""
        self._preselected = True
        self._select(reference)
        self._refresh()
        self._describe_chosen()

    def set_region(self, region: str, *, amazon: bool | None = None) -> None:
        """Switch to the keys of another Region; keep the choice by name.

        `amazon`: whether they are AWS KMS's; None: not known. Other servers have keys of any name.
        """
        if amazon != self._directory.amazon:
            self._directory.amazon = amazon
            self._refresh()
        if region == self._directory.region:
            return
        self.custom.setPlaceholderText(
            f"arn:{partition_of(region)}:kms:{region}:123456789012:key/…"
        )
        reference = self.reference
        if self.combo.current_row().kind is RowKind.ALIAS:
            self._preselected = True  # by name, as soon as the list is read
        self.combo.choose(CUSTOM_ROW)  # the other rows are removed now
        self._directory.set_region(region)
        self._select(reference)
        self._refresh()
        self._describe_chosen()

    # --- inside ---------------------------------------------------------------------------------

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 120)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label_for(_("KMS key"), self.combo), 0, 0)
        grid.addWidget(self.combo, 0, 1)
        grid.addWidget(self._busy, 1, 1)
        grid.addWidget(self._key_note, 2, 1)
        grid.addWidget(self._custom_label, 3, 0)
        grid.addWidget(self.custom, 3, 1)
        grid.addWidget(self._custom_note, 4, 1)
        grid.addWidget(self._administrator, 5, 1)

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
            # Key IDs are globally unique; an alias ARN may belong to another account.
            row = model.find(key_id=named.name)
        return row or CUSTOM_ROW

    def _checked_reference(self) -> KeyReference:
        """Return the key that is entered. Raises AppError if the bucket's server can't use it."""
        reference = parse_key_reference(self.custom.text())
        check_name(reference, amazon=bool(self._directory.amazon))
        check_region(reference, self._directory.region)
        return reference

    def _key_to_describe(self) -> str | None:
        """Return the chosen key as DescribeKey takes it; None for `aws/s3` and plain names.

        DescribeKey on the alias of an AWS managed key would create it (AWS KMS API, DescribeKey).
        """
        row = self.combo.current_row()
        if row.kind is not RowKind.CUSTOM:
            return row.key_id or None
        try:
            reference = self._checked_reference()
        except AppError:
            return None
        is_of_kms = reference.form is not KeyForm.NAME and not reference.is_aws_s3
        return reference.text if is_of_kms else None

    @Slot()
    def _describe_chosen(self) -> None:
        name = self._key_to_describe()
        if name:
            self._directory.describe_chosen(name)

    @Slot(int, int)
    def _describe_visible(self, first: int, last: int) -> None:
        self._directory.describe_visible(self._directory.model.undescribed(first, last))

    @Slot(object)
    def _chosen(self, row: KeyRow) -> None:
        self._preselected = False
        self._refresh()
        self._describe_chosen()
        self.edited.emit()
        if row.kind is RowKind.CUSTOM:
            self.custom.setFocus()

    @Slot()
    def _typed(self) -> None:
        self._preselected = False
        self.edited.emit()

    @Slot()
    def _custom_changed(self) -> None:
        self._typing_timer.start()
        self._refresh()

    @Slot()
    def _listed(self) -> None:
        if self._preselected and self.combo.current_row().kind is RowKind.CUSTOM:
            self._select(self.custom.text())
            if self.combo.current_row().kind is RowKind.ALIAS:
                self.custom.clear()
            self._describe_chosen()
        self._refresh()

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start(_("Listing your keys…"))
        else:
            self._busy.stop()

    @Slot()
    def _refresh(self) -> None:
        row = self.combo.current_row()
        custom = row.kind is RowKind.CUSTOM
        for widget in (self._custom_label, self.custom):
            widget.setVisible(custom)
        problem = self.problem
        self._administrator.show_for(self._directory.error)
        empty = custom and not self.custom.text().strip()
        if custom:
            self._show_list_error()
            self._show_note(self._custom_note, None if empty else problem, self._custom_text())
        else:
            self._custom_note.say("")
            self._show_note(self._key_note, problem, self._key_text(row))
        invalid = custom and problem is not None and not empty
        if self.custom.property("invalid") != invalid:
            self.custom.setProperty("invalid", invalid)
            restyle(self.custom)
        self.changed.emit()

    @staticmethod
    def _show_note(line: TextLine, problem: AppError | None, otherwise: str) -> None:
        if problem:
            line.say(problem.message, "error")
        else:
            line.say(otherwise)

    def _show_list_error(self) -> None:
        error = self._directory.error
        if error is None:
            self._key_note.say("")
            return
        message = _("Can't list your keys. {reason} Use aws/s3, or enter a key for Custom KMS ARN.")
        reason = error.detail or f"{error.title}."
        self._key_note.say(message.format(reason=reason), "warning")

    def _key_text(self, row: KeyRow) -> str:
        if row.kind is RowKind.AWS_S3:
            if self._directory.error:
                self._show_list_error()
                return self._key_note.text()
            return _("The AWS managed key for S3. AWS creates it on first use.")
        described = self.described
        if described and described.description:
            return _("{key_id} · enabled").format(key_id=row.key_id)
        return row.key_id

    def _custom_text(self) -> str:
        described = self.described
        if described and described.description:
            return _("Found in AWS KMS: {arn}").format(arn=described.description.arn)
        if note := self._custom_note_text():
            return note
        if self._directory.amazon:
            return _("Key ARN, alias ARN, key ID or alias/NAME.")
        return _("Key ARN, alias ARN, key ID, alias/NAME, or the server's name for the key.")

    def _custom_note_text(self) -> str:
        try:
            return str(key_note(self._checked_reference()))
        except AppError:
            return ""
