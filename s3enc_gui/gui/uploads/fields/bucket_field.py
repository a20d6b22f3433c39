"""Where to: the bucket, by choice or by any of its names, and what is known of it."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, nameless_text, parse_location
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.option_labels import bucket_text
from s3enc_gui.gui.widgets.styling import restyle
from s3enc_gui.gui.widgets.text_labels import TextLine, label_for
from s3enc_gui.jobs.listing.buckets import BucketFacts, ListBuckets, ReadBucket

TYPING_MS = 500  # a pause in typing: now it may be the name of a bucket
_NO_BUCKET = ("404", "NoSuchBucket", "InvalidBucketName")


class BucketField(QWidget):
    """`Bucket` and `Folder (prefix)`; keeps the draft's bucket, its facts and its prefix.

    `settle` takes what is typed at once: an `s3://…` address gives its prefix to the other field.
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
        self._set_up_combo()
        self._arrange()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self._paused)
        self._list = LatestJob(runner, self)
        self._list.answered.connect(self._listed)
        self._list.failed.connect(self._not_listed)
        self._read = LatestJob(runner, self)
        self._read.answered.connect(self._known)
        self._read.failed.connect(self._unknown)
        self.bucket.editTextChanged.connect(self._typed)
        self.bucket.activated.connect(self.settle)
        self._edit.editingFinished.connect(self.settle)
        self.prefix.textChanged.connect(self._prefix_changed)

    def start(self, bucket: str, prefix: str) -> None:
        """Show the destination that was given, and read the list of buckets."""
        self.prefix.setText(prefix)
        self.bucket.setEditText(bucket)
        self._list.ask(ListBuckets(self._draft.connection))
        self.settle()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._pause.stop()
        self._list.drop()
        self._read.drop()

    @Slot()
    def settle(self) -> None:
        """Take what is typed."""
        self._pause.stop()
        text = self.bucket.currentText()
        if not text.strip():
            self._name("", None)
            return
        try:
            location = parse_location(text)
        except AppError as error:
            self._name("", error)
            return
        if text.strip() != location.bucket:
            self._move_prefix(location)
        self._mark(location.bucket)
        self._name(location.bucket, None)

    # --- inside ---------------------------------------------------------------------------------

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
            self.tr("Choose a bucket, or type its name, s3://… address or ARN")
        )
        self._edit.setAccessibleName(self.tr("Bucket"))
        self.prefix.setPlaceholderText(self.tr("none: at the top of the bucket"))

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label_for(self.tr("Bucket"), self.bucket), 0, 0)
        grid.addWidget(self.bucket, 0, 1)
        grid.addWidget(self._about, 1, 1)
        grid.addWidget(self._about_list, 2, 1)
        grid.addWidget(label_for(self.tr("Folder (prefix)"), self.prefix), 3, 0)
        grid.addWidget(self.prefix, 3, 1)
        grid.addWidget(self._about_prefix, 4, 1)
        for line in (self._about_list, self._about_prefix):
            line.hide()

    def _mark(self, bucket: str) -> None:
        """Let the open list begin at the bucket that is named."""
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

    def _name(self, bucket: str, error: AppError | None) -> None:
        draft = self._draft
        if bucket == draft.bucket and error == draft.bucket_error and bucket:
            return
        draft.bucket, draft.bucket_error, draft.facts = bucket, error, None
        if bucket:
            self._read.ask(ReadBucket(draft.connection, bucket))
        else:
            self._read.drop()
        self.show_facts()
        draft.bucket_known.emit()
        draft.touch()

    def show_facts(self) -> None:
        """Say what is known of the bucket, or what is wrong with it."""
        draft = self._draft
        if draft.bucket_error:
            error = draft.bucket_error
            self._about.say(f"{error.title}. {error.detail} {error.hint}".strip(), "error")
        elif draft.facts:
            self._about.say(bucket_text(draft.facts, self._keys))
        elif draft.bucket:
            self._about.say(self.tr("Reading the bucket…"))
        else:
            self._about.say("")
        invalid = draft.bucket_error is not None
        if self.bucket.property("invalid") != invalid:
            self.bucket.setProperty("invalid", invalid)
            restyle(self.bucket)

    @Slot()
    def _typed(self) -> None:
        self._pause.start()

    @Slot()
    def _paused(self) -> None:
        """A pause in typing: the name may be whole; an address is taken apart when left."""
        text = self.bucket.currentText().strip()
        if self._edit.hasFocus() and ("/" in text or text.startswith("arn:")):
            return
        self.settle()

    @Slot(str)
    def _prefix_changed(self, text: str) -> None:
        self._draft.files.set_prefix(text)
        words = nameless_text(text)
        self._about_prefix.say(words, "warning")
        self._about_prefix.setAccessibleName(words)
        self.prefix.setAccessibleDescription(words)
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
            self._about_list.say(self.tr("There are no buckets in this account."))

    @Slot(object)
    def _not_listed(self, error: AppError) -> None:
        words = self.tr("Your buckets cannot be listed ({}). Type the bucket's name.")
        self._about_list.say(words.format(error.title))

    @Slot(object)
    def _known(self, facts: BucketFacts) -> None:
        if facts.bucket != self._draft.bucket:
            return
        self._draft.facts = facts
        self.show_facts()
        self._draft.bucket_known.emit()
        self._draft.touch()

    @Slot(object)
    def _unknown(self, error: AppError) -> None:
        """Only a bucket that does not exist is wrong; what cannot be read may still be written."""
        draft = self._draft
        if error.code in _NO_BUCKET:
            draft.bucket_error = error
        else:
            draft.facts = BucketFacts(draft.bucket, None, None, None)
        self.show_facts()
        if error.code not in _NO_BUCKET:
            words = self.tr("The bucket cannot be read: {} {}")
            self._about.say(words.format(f"{error.title}.", error.detail), "warning")
        draft.bucket_known.emit()
        draft.touch()
