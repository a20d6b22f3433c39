"""Dialog that downloads objects again and decrypts them (client-side encryption)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QWidget,
)

from s3enc_gui.domain.client_side.choice import (
    ClientSideKey,
    ClientSideReading,
    Legacy,
    context_problems,
    key_problem,
)
from s3enc_gui.domain.client_side.envelope import read_format
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.job_dialog import JobDialog
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.encrypted_bar import decrypt_text
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.keys.key_field import KeyField
from s3enc_gui.gui.models.pairs_model import PairsModel
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.term_tip import TermTip
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.gui.widgets.tables.pairs_field import PairsField
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import N_, _, ngettext, translate
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.wording.glossary.terms import Term

_SIZE = QSize(640, 480)
_LEGACY = {
    Legacy.NONE: N_("Objects of current encryption clients"),
    Legacy.V2: N_("Also older ones, without key commitment"),
    Legacy.CBC: N_("Also AES-CBC, whose content can't be authenticated"),
}


class DecryptDialog(JobDialog):
    """Asks for the key of encrypted objects of a download; `wanted` carries a ClientSideReading.

    The context of the first object is read from its metadata, to be looked at by the user.
    """

    wanted = Signal(object)

    def __init__(
        self,
        runner: Runner,
        request: DownloadRequest,
        objects: Sequence[tuple[str, str | None]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(runner, ErrorBanner(closable=False), _("Checking with S3…"), parent)
        self._count = len(objects)
        self.setWindowTitle(decrypt_text().removesuffix("…"))
        self.directory = KeyDirectory(runner, request.connection, self)
        self.key = KeyField(self.directory)
        self.key.preselect("")
        self.pairs = PairsModel(self)
        self.context = PairsField(
            _("Encryption context"),
            self.pairs,
            context_problems,
            _("From the object's metadata. Make sure that it is what you expect."),
            terms=(Term.CONTEXT,),
        )
        self.legacy = QComboBox()
        for level, text in _LEGACY.items():
            self.legacy.addItem(translate(text), level)
        self._format, self._problem = TextLine(), TextLine()
        self.go.setText(_("Decrypt"))
        self._arrange()
        self.key.changed.connect(self.show_possible)
        self.pairs.changed.connect(self.show_possible)
        self.job.answered.connect(self._show_details)
        key, version = objects[0]
        place = Location(request.bucket, key)
        self.job.ask(InspectObject(request.connection, place, version))
        self.show_possible()
        self.key.combo.setFocus()

    def done(self, result: int) -> None:
        """Cancel all jobs (Qt)."""
        self.directory.stop()
        super().done(result)

    def _arrange(self) -> None:
        about = BreakingLabel("muted")
        text = ngettext(
            "{count:,} file was encrypted before upload. S3enc downloads it and decrypts it on"
            " this computer.",
            "{count:,} files were encrypted before upload. S3enc downloads them and decrypts them"
            " on this computer.",
            self._count,
        )
        about.show_text(text.format(count=self._count))
        text_row = QHBoxLayout()
        text_row.addWidget(about, 1)
        text_row.addWidget(TermTip(Term.KMS), 0, Qt.AlignmentFlag.AlignTop)
        fields = (self._format, self.key, self._problem, self.context)
        named = label_for(_("Decrypt"), self.legacy)
        contents = (text_row, self.banner, *fields, named, self.legacy)
        self.fill(*contents, width=_SIZE.width(), spacing=10)
        resize_to_screen(self, _SIZE)

    @Slot(object)
    def _show_details(self, details: ObjectDetails) -> None:
        if details.region:
            self.key.set_region(details.region)
            self.directory.fill()
        found = read_format(details.metadata)
        if found is not None:
            self._format.say(str(found.title))
            self.pairs.set_pairs(found.context or ())

    @property
    def is_complete(self) -> bool:
        """Whether key and context can be used."""
        if key_problem(self.key.reference) or self.key.problem:
            return False
        return next(context_problems(self.pairs.pairs()), None) is None

    @Slot()
    def show_possible(self) -> None:
        """Enable the button; a key has to be chosen first."""
        super().show_possible()
        shown = key_problem(None) if self.key.reference is None else None
        self._problem.say(f"{shown.title}. {shown.hint}" if shown else "", "error")

    def start(self) -> None:
        """Emit the answer."""
        self.context.commit()
        key = ClientSideKey(self.key.reference or "", self.pairs.pairs())
        reading = ClientSideReading(key, Legacy(self.legacy.currentData()))
        self.accept()
        self.wanted.emit(reading)
