"""The destination fields: `Bucket`, with its Region and default encryption, and the folder."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, nameless_text, parse_location
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.option_labels import bucket_text
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.gui.widgets.labels.term_tip import explained_label
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.styling import restyle
from s3enc_gui.i18n import _
from s3enc_gui.jobs.listing.buckets import BucketFacts, ListBuckets, ReadBucket
from s3enc_gui.wording.glossary.terms import Term

TYPING_MS = 500  # after this pause in typing, the bucket is read
_NO_BUCKET = ("404", "NoSuchBucket", "InvalidBucketName")


class BucketField(QWidget):
    """Edits the draft's bucket and prefix, and reads the bucket's facts.

    `commit` applies the typed text at once; the prefix of an `s3://…` address moves to the other
    field.
    """

    def __init__(
        self, runner: Runner, draft: UploadDraft, keys: KeysModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft, self._keys = draft, keys
        self.bucket, self._edit = QComboBox(), QLineEdit()
        self.bucket.setLineEdit(self._edit)
        self.prefix = QLineEdit()
        self._about, self._about_list, self._about_prefix = TextLine(), TextLine(), TextLine()
        self._administrator = AdministratorButton()
        self._set_up_combo()
        self._arrange()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self._paused)
        self._list = LatestJob(runner, self)
        self._list.answered.connect(self._listed)
        self._list.failed.connect(self._not_listed)
        self._read = LatestJob(runner, self)
        self._known: dict[str, BucketFacts] = {}
        self._read.answered.connect(self._facts_read)
        self._read.failed.connect(self._not_read)
        self.bucket.editTextChanged.connect(self._typed)
        self.bucket.activated.connect(self.commit)
        self._edit.editingFinished.connect(self.commit)
        self.prefix.textChanged.connect(self._prefix_changed)

    def start(self, bucket: str, prefix: str) -> None:
        """Show a destination, and list the buckets."""
        self.prefix.setText(prefix)
        self.bucket.setEditText(bucket)
        self._list.ask(ListBuckets(self._draft.connection))
        self.commit()

    def stop(self) -> None:
        """Cancel all jobs."""
        self._pause.stop()
        self._list.drop()
        self._read.drop()

    def read_again(self) -> None:
        """Read the bucket once more; what is known of it stays until then."""
        draft = self._draft
        if draft.bucket:
            self._read.ask(ReadBucket(draft.connection, draft.bucket))

    @Slot()
    def commit(self) -> None:
        """Apply the typed text."""
        self._pause.stop()
        text = self.bucket.currentText()
        if not text.strip():
            self._set_bucket("", None)
            return
        try:
            location = parse_location(text)
        except AppError as error:
            self._set_bucket("", error)
            return
        if text.strip() != location.bucket:
            self._move_prefix(location)
        self._select(location.bucket)
        self._set_bucket(location.bucket, None)

    # --- private --------------------------------------------------------------------------------

    def _set_up_combo(self) -> None:
        self._names = QStringListModel(self)
        self.bucket.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.bucket.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.bucket.setMinimumContentsLength(24)
        self.bucket.setModel(self._names)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.bucket.setCompleter(completer)
        self._edit.setPlaceholderText(
            _("Choose a bucket, or enter its name, s3://… address or ARN")
        )
        self._edit.setAccessibleName(_("Bucket"))
        self.prefix.setPlaceholderText(_("Optional; if empty, top level of the bucket"))

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(explained_label(_("Bucket"), self.bucket, Term.BUCKET, Term.ARN), 0, 0)
        grid.addWidget(self.bucket, 0, 1)
        grid.addWidget(self._about, 1, 1)
        grid.addWidget(self._about_list, 2, 1)
        grid.addWidget(self._administrator, 3, 1)
        prefix = explained_label(_("Folder (prefix)"), self.prefix, Term.PREFIX)
        grid.addWidget(prefix, 4, 0)
        grid.addWidget(self.prefix, 4, 1)
        grid.addWidget(self._about_prefix, 5, 1)
        for line in (self._about_list, self._about_prefix):
            line.hide()

    def _select(self, bucket: str) -> None:
        """Select the bucket in the list, without changing the typed text."""
        names = self._names.stringList()
        row = names.index(bucket) if bucket in names else -1
        if row != self.bucket.currentIndex():
            text, at = self.bucket.currentText(), self._edit.cursorPosition()
            self.bucket.blockSignals(True)
            self.bucket.setCurrentIndex(row)
            self.bucket.setEditText(text)
            self._edit.setCursorPosition(at)
            self.bucket.blockSignals(False)

    def _move_prefix(self, location: Location) -> None:
        self.bucket.blockSignals(True)
        self.bucket.setEditText(location.bucket)
        self.bucket.blockSignals(False)
        if location.key:
            self.prefix.setText(location.key)

    def _set_bucket(self, bucket: str, error: AppError | None) -> None:
        draft = self._draft
        if bucket == draft.bucket and error == draft.bucket_error and bucket:
            return
        draft.bucket, draft.bucket_error = bucket, error
        draft.facts = self._known.get(bucket)  # each bucket is read once
        if bucket and draft.facts is None:
            self._read.ask(ReadBucket(draft.connection, bucket))
        else:
            self._read.drop()
        self.show_facts()
        draft.bucket_known.emit()
        draft.touch()

    def show_facts(self) -> None:
        """Show Region and default encryption of the bucket, or what is wrong with it."""
        draft = self._draft
        if draft.bucket_error:
            error = draft.bucket_error
            self._about.say(error.message, "error")
        elif draft.facts:
            self._about.say(bucket_text(draft.facts, self._keys))
        elif draft.bucket:
            self._about.say(_("Reading the bucket…"))
        else:
            self._about.say("")
        self._administrator.show_for(
            draft.bucket_error or (draft.facts.error if draft.facts else None)
        )
        invalid = draft.bucket_error is not None
        if self.bucket.property("invalid") != invalid:
            self.bucket.setProperty("invalid", invalid)
            restyle(self.bucket)

    @Slot()
    def _typed(self) -> None:
        self._pause.start()

    @Slot()
    def _paused(self) -> None:
        """Read the bucket; addresses are split only when the field loses the focus."""
        text = self.bucket.currentText().strip()
        if self._edit.hasFocus() and ("/" in text or text.startswith("arn:")):
            return
        self.commit()

    @Slot(str)
    def _prefix_changed(self, text: str) -> None:
        self._draft.files.set_prefix(text)
        warning = nameless_text(text)
        self._about_prefix.say(warning, "warning")
        self._about_prefix.setAccessibleName(warning)
        self.prefix.setAccessibleDescription(warning)
        self._draft.touch()

    @Slot(object)
    def _listed(self, names: tuple[str, ...]) -> None:
        text = self.bucket.currentText()
        self.bucket.blockSignals(True)
        self._names.setStringList(list(names))
        self.bucket.setCurrentIndex(names.index(text) if text in names else -1)
        self.bucket.setEditText(text)
        self.bucket.blockSignals(False)
        if not names:
            self._about_list.say(_("There are no buckets in this account."))

    @Slot(object)
    def _not_listed(self, error: AppError) -> None:
        message = _("Can't list your buckets ({reason}). Enter the bucket's name.")
        self._about_list.say(message.format(reason=error.title))

    @Slot(object)
    def _facts_read(self, facts: BucketFacts) -> None:
        if facts.bucket != self._draft.bucket:
            return
        self._draft.facts = self._known[facts.bucket] = facts
        self.show_facts()
        self._draft.bucket_known.emit()
        self._draft.touch()

    @Slot(object)
    def _not_read(self, error: AppError) -> None:
        """Show the error; only a missing bucket can't be written."""
        draft = self._draft
        if error.code in _NO_BUCKET:
            draft.bucket_error = error
        else:
            draft.facts = BucketFacts(draft.bucket, None, None, None, error=error)
        self.show_facts()
        if error.code not in _NO_BUCKET:
            message = _("Can't read the bucket: {reason}. {detail}")
            text = message.format(reason=error.title, detail=error.detail)
            self._about.say(text.strip(), "warning")
        draft.bucket_known.emit()
        draft.touch()
