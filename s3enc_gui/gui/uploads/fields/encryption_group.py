"""The radio group `Encryption`, with the KMS key field."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGroupBox, QRadioButton, QVBoxLayout, QWidget

from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.context import context_problems
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import UNMANAGED, ManagedSettings
from s3enc_gui.gui.customer_keys.customer_key_field import CustomerKeyField
from s3enc_gui.gui.keys.encryption_kinds import explained_kind
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.gui.radio_focus import RadioFocus
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.option_labels import KIND_HELP, default_text
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.remedies.remedy_button import RemedyButton
from s3enc_gui.gui.widgets.tables.pairs_field import PairsField
from s3enc_gui.i18n import _, translate
from s3enc_gui.jobs.listing.buckets import BucketFacts
from s3enc_gui.wording.glossary.terms import Term
from s3enc_gui.wording.labels import kind_text
from s3enc_gui.wording.managed import encryption_lock_text, set_by_text

_INDENT = 23  # pixels; indent of a radio button's text
_KINDS = (Encryption.BUCKET_DEFAULT, *BY_HEADER, Encryption.SSE_C)
_FALLBACK = EncryptionChoice(Encryption.SSE_S3)


class EncryptionGroup(QGroupBox):
    """The requested encryption; `apply_facts` preselects it until the user changes it."""

    changed = Signal()
    grown = Signal(QWidget)  # the user has chosen a kind whose key is below it

    def __init__(
        self,
        draft: UploadDraft,
        directory: KeyDirectory,
        customer_key: CustomerKeyField,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTitle(_("Encryption"))
        self._draft, self._directory = draft, directory
        self._touched = False
        self._preselecting = False  # the encryption context
        self._group = QButtonGroup(self)
        self.kinds: dict[Encryption, QRadioButton] = {}
        self._help: dict[Encryption, TextLine] = {}
        self.key = KeyField(directory)
        self.bucket_key = QCheckBox(_("Use an S3 Bucket Key"))
        self.bucket_key.setToolTip(
            _(
                "S3 sends fewer requests to AWS KMS, which lowers costs. The encryption context is"
                " the bucket's ARN instead of the object's ARN, also in key policies and CloudTrail"
                " logs."
            )
        )
        self._about_bucket_key = TextLine(
            _("Fewer requests to AWS KMS. Lowers costs if there are many objects."),
            indent=_INDENT,
        )
        self.context = PairsField(
            _("Encryption context"),
            draft.context,
            context_problems,
            _("AWS KMS binds it to the key of each object. Not secret: CloudTrail logs show it."),
            terms=(Term.CONTEXT,),
        )
        self._key_box = QWidget()
        self.customer_key, self._customer_box = customer_key, QWidget()
        self._blocked, self._edit = TextLine(), RemedyButton()
        self.lock = TextLine()
        self._arrange()
        self._show_secure()
        RadioFocus(self.kinds.values(), self)
        self.kinds[draft.kind].setChecked(True)
        self._group.buttonClicked.connect(self._chosen)
        self._group.buttonToggled.connect(self._kind_changed)
        self.key.edited.connect(self._touch)
        self.key.changed.connect(self._update_draft)
        self.customer_key.edited.connect(self._touch)
        self.customer_key.changed.connect(self._update_draft)
        self.bucket_key.clicked.connect(self._touch)
        self.bucket_key.toggled.connect(self._update_draft)
        draft.context.changed.connect(self._context_changed)
        directory.listed.connect(self._show_default)
        self._kind_changed()

    def kind(self) -> Encryption:
        """Return the selected encryption type."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def apply_facts(self) -> None:
        """Apply the bucket's Region, its default encryption and the last choice for it."""
        draft = self._draft
        if draft.facts is None:
            return
        if draft.key_region:
            self.key.set_region(draft.key_region, amazon=draft.facts.amazon)
        self._show_default()
        default = draft.facts.default
        self._show_lock(draft.facts.managed)
        self._blocked.say(_blocked_text(default), "warning")
        if not self._touched:
            usual = draft.facts.last_choice or _usual_choice(draft.facts)
            self._preselect(draft.facts.managed.preferred(usual))
        if self.kind().uses_kms or (default and default.key):
            self._directory.fill()

    def choose(self, choice: EncryptionChoice) -> None:
        """Select an encryption for the user, who has clicked a button for it elsewhere."""
        self._touch()
        self._preselect(choice)

    # --- private --------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(3)
        self.lock.hide()
        self.lock.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.lock)
        for kind in _KINDS:
            button = QRadioButton(kind_text(kind))
            line = TextLine(translate(KIND_HELP[kind]), indent=_INDENT)
            button.setAccessibleDescription(line.text())
            self._group.addButton(button)
            self.kinds[kind], self._help[kind] = button, line
            if kind is Encryption.SSE_C:
                column.addWidget(self._key_box)  # below the kinds that use KMS
            column.addWidget(explained_kind(kind, button))
            column.addWidget(line)
            if kind is Encryption.SSE_C:
                column.addWidget(self._edit)
            column.addSpacing(6)
        inside = QVBoxLayout(self._key_box)
        inside.setContentsMargins(_INDENT, 6, 0, 2)
        inside.setSpacing(10)
        inside.addWidget(self.key)
        check = QVBoxLayout()
        check.setSpacing(3)
        check.addWidget(explained(self.bucket_key, Term.BUCKET_KEY))
        check.addWidget(self._about_bucket_key)
        inside.addLayout(check)
        inside.addWidget(self.context)
        inside = QVBoxLayout(self._customer_box)
        inside.setContentsMargins(_INDENT, 0, 0, 2)
        inside.setSpacing(6)
        self._blocked.hide()
        inside.addWidget(self._blocked)
        inside.addWidget(self.customer_key)
        column.addWidget(self._customer_box)

    def _show_lock(self, managed: ManagedSettings) -> None:
        """Disable what the administrator doesn't allow, and say so."""
        self.lock.say(encryption_lock_text(managed))
        for kind, button in self.kinds.items():
            button.setEnabled(managed.allows_kind(kind))
            button.setToolTip("" if button.isEnabled() else set_by_text())
        self._show_secure()

    def _show_secure(self) -> None:
        """Don't offer SSE-C where the key would be sent in the clear, and say so."""
        if self._draft.connection.sends_in_the_clear:
            self.kinds[Encryption.SSE_C].setEnabled(False)
            self._help[Encryption.SSE_C].say(
                _("Only over https://: on the way, anybody could read the key.")
            )
            self._edit.show_for((AppError("", code="NoHttps"),))

    def _preselect(self, choice: EncryptionChoice) -> None:
        default = self._draft.facts.default if self._draft.facts else None
        if choice.kind not in self.kinds:
            return
        self.kinds[choice.kind].setChecked(True)
        if choice.bucket_key is not None:
            self.bucket_key.setChecked(choice.bucket_key)
        else:
            self.bucket_key.setChecked(bool(default and default.bucket_key))
        self.customer_key.preselect(choice.customer_key)
        # Also without KMS: the preselection if the user switches to it.
        self.key.preselect(choice.key)
        if choice.kind.uses_kms or not self._touched:
            self._preselecting = True
            self._draft.context.set_pairs(choice.context)
            self._preselecting = False

    @Slot()
    def _chosen(self) -> None:
        self._touch()
        if self.kind() is Encryption.SSE_C:
            self.grown.emit(self._customer_box)

    @Slot()
    def _touch(self) -> None:
        self._touched = True

    @Slot()
    def _context_changed(self) -> None:
        if not self._preselecting:
            self._touch()
        self.changed.emit()

    @Slot()
    def _kind_changed(self) -> None:
        if self._group.checkedButton() is None:
            return
        kind = self.kind()
        self._key_box.setVisible(kind.uses_kms)
        for widget in (self.bucket_key, self._about_bucket_key):
            widget.setVisible(kind is Encryption.SSE_KMS)
        self._customer_box.setVisible(kind is Encryption.SSE_C)
        if kind is Encryption.SSE_C:
            self.customer_key.fill()
        if kind.uses_kms:
            self._directory.fill()
            self._preselect_allowed_key(kind)
        self._update_draft()

    def _preselect_allowed_key(self, kind: Encryption) -> None:
        """Choose a key that the administrator allows instead of one that isn't."""
        managed = self._draft.facts.managed if self._draft.facts else UNMANAGED
        keys = managed.keys_of(kind)
        if keys and not managed.allows_choice(kind, self.key.reference):
            self.key.preselect(managed.preferred_key(kind))

    @Slot()
    def _show_default(self) -> None:
        facts = self._draft.facts
        line = self._help[Encryption.BUCKET_DEFAULT]
        if facts is not None:
            message = _("S3enc requests no encryption. Bucket default: {encryption}.")
            line.say(message.format(encryption=default_text(facts, self._directory.model)))

    @Slot()
    def _update_draft(self) -> None:
        draft = self._draft
        draft.kind = self.kind()
        draft.key, draft.key_arn = self.key.reference, self.key.arn
        draft.key_described, draft.key_problem = self.key.described, self.key.problem
        draft.bucket_key = self.bucket_key.isChecked()
        draft.customer_key = self.customer_key.md5
        draft.customer_key_problem = self.customer_key.problem
        self.changed.emit()
        draft.touch()


def _blocked_text(default: BucketEncryption | None) -> str:
    """Return that a bucket blocks SSE-C, how to unblock it, and why not to; empty: it doesn't."""
    if default is None or Encryption.SSE_C.value not in default.blocked:
        return ""
    return _(
        "This bucket blocks SSE-C: S3 will refuse the upload. AWS blocks it by default; SSE-KMS is"
        " the safer choice. The bucket's owner can allow it: in the File menu, choose “Bucket…”,"
        " then “Change default encryption…”, and turn off “Block SSE-C”."
    )


def _usual_choice(facts: BucketFacts) -> EncryptionChoice:
    """Return the bucket's default as an explicit choice, which can be verified.

    A server that encrypts by itself may refuse a choice.
    """
    if not facts.reports_encryption:
        return EncryptionChoice(Encryption.BUCKET_DEFAULT)
    return (facts.default.as_choice() if facts.default else None) or _FALLBACK
