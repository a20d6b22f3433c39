"""The page `Set properties`: storage class, content type, encryption, metadata, tags."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.headers.content_types import content_type_problems
from s3enc_gui.domain.uploads.plan import IfExists, metadata_problems, tag_problems
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.customer_key_field import CustomerKeyField
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.messages.if_exists import UPLOAD_HELP, if_exists_choices
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.client_side_group import ClientSideGroup
from s3enc_gui.gui.uploads.fields.encryption_group import EncryptionGroup
from s3enc_gui.gui.uploads.fields.option_labels import storage_class_choices
from s3enc_gui.gui.widgets.labels.term_tip import explained_label
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.gui.widgets.styling import take_width
from s3enc_gui.gui.widgets.tables.pairs_field import PairsField
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.wording.glossary.terms import Term

TITLE = N_("Set properties")
_CLASS_LENGTH = 24  # letters of a storage class that are always shown


class PropertiesPage(QScrollArea):
    """All options but permissions; scrolls if the window is small."""

    def __init__(
        self,
        draft: UploadDraft,
        directory: KeyDirectory,
        runner: Runner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self.storage_class = QComboBox()
        for text, value in storage_class_choices():
            self.storage_class.addItem(text, value)
        take_width(self.storage_class, _CLASS_LENGTH)
        self.if_exists = QComboBox()
        for text, policy in if_exists_choices():
            self.if_exists.addItem(text, policy)
        self.content_type = QLineEdit()
        self.content_type.setPlaceholderText(_("By file name. Or enter a type, such as text/csv"))
        self._type_problem = TextLine()
        self._type_problem.hide()
        self._policy_help = TextLine(translate(UPLOAD_HELP[draft.if_exists]))
        self.encryption = EncryptionGroup(draft, directory, CustomerKeyField(runner))
        self.client_side = ClientSideGroup(draft, directory)
        self.metadata = PairsField(
            _("Metadata"),
            draft.metadata,
            metadata_problems,
            _("Stored with the object. Up to 2 KB."),
        )
        self.tags = PairsField(
            _("Tags"),
            draft.tags,
            tag_problems,
            _("For access policies and lifecycle rules. Up to 10."),
        )
        self._arrange()
        self.encryption.context.grown.connect(self._show_context)
        self.client_side.context.grown.connect(self._show_client_context)
        self.client_side.toggled.connect(self._show_client_side)
        for pairs in (self.metadata, self.tags):
            pairs.grown.connect(self._show_pairs)
        contexts = self.encryption.context, self.client_side.context
        for pairs in (*contexts, self.metadata, self.tags):
            pairs.rejected.connect(self._show_problem)
        self.encryption.grown.connect(self._show_problem)
        self.storage_class.currentIndexChanged.connect(self._class_chosen)
        self.content_type.textChanged.connect(self._type_entered)
        self.if_exists.currentIndexChanged.connect(self._policy_chosen)

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(14)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        caption = explained_label(_("Storage class"), self.storage_class, Term.STORAGE_CLASS)
        form.addRow(caption, self.storage_class)
        content_type = QVBoxLayout()
        content_type.addWidget(self.content_type)
        content_type.addWidget(self._type_problem)
        form.addRow(label_for(_("Content type"), self.content_type), content_type)
        policy = QHBoxLayout()
        policy.setSpacing(10)
        policy.addWidget(self.if_exists)
        policy.addWidget(self._policy_help, 1)
        form.addRow(label_for(_("If an object already exists"), self.if_exists), policy)
        pairs = QHBoxLayout()
        pairs.setSpacing(18)
        pairs.addWidget(self.metadata, 1)
        pairs.addWidget(self.tags, 1)
        column.addLayout(form)
        column.addWidget(self.encryption)
        column.addWidget(self.client_side)
        column.addLayout(pairs)
        column.addStretch(1)
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the fields have it
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def choose_if_exists(self, policy: IfExists) -> None:
        """Choose what to do with existing objects, for the user."""
        self.if_exists.setCurrentIndex(self.if_exists.findData(policy))

    def reset_for_other_files(self) -> None:
        """Reset what was meant for the previous files."""
        self.if_exists.setCurrentIndex(0)
        self.content_type.clear()

    def commit(self) -> None:
        """Apply the cells being edited."""
        self.encryption.context.commit()
        self.client_side.context.commit()
        self.metadata.commit()
        self.tags.commit()

    @Slot()
    def _show_pairs(self) -> None:
        self._inside.adjustSize()  # lays out the new row before scrolling to it
        self.ensureWidgetVisible(self.metadata)
        self.ensureWidgetVisible(self.tags)

    @Slot()
    def _show_context(self) -> None:
        self._inside.adjustSize()
        self.ensureWidgetVisible(self.encryption.context)

    @Slot()
    def _show_client_context(self) -> None:
        self._inside.adjustSize()
        self.ensureWidgetVisible(self.client_side.context)

    @Slot(bool)
    def _show_client_side(self, on: bool) -> None:
        if on:
            self._inside.adjustSize()
            self.ensureWidgetVisible(self.client_side)

    @Slot(QWidget)
    def _show_problem(self, label: QWidget) -> None:
        self._inside.adjustSize()
        self.ensureWidgetVisible(label)

    @Slot()
    def _class_chosen(self) -> None:
        self._draft.storage_class = self.storage_class.currentData()
        self._draft.touch()

    @Slot(str)
    def _type_entered(self, text: str) -> None:
        self._draft.content_type = text.strip() or None
        problem = next(content_type_problems(self._draft.content_type), None)
        self._type_problem.say(f"{problem.detail} {problem.hint}" if problem else "", "error")
        if problem:
            self._show_problem(self._type_problem)
        self._draft.touch()

    @Slot()
    def _policy_chosen(self) -> None:
        self._draft.if_exists = IfExists(self.if_exists.currentData())  # Qt returns a str
        self._policy_help.setText(translate(UPLOAD_HELP[self._draft.if_exists]))
        self._draft.touch()
