"""Dialog that downloads objects again and decrypts them (client-side encryption)."""

from __future__ import annotations

from dataclasses import replace

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
from s3enc_gui.domain.downloads.download import DownloadRequest, requested_object
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.location import Location, last_name
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.job_dialog import JobDialog
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.decrypt_button import decrypt_text
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
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
    """Asks for the key of encrypted objects of a row; `wanted` carries the DownloadRequest.

    The context of the first object is read from its metadata, to be looked at by the user.
    """

    wanted = Signal(object)

    def __init__(self, runner: Runner, row: DownloadRow, parent: QWidget | None = None) -> None:
        super().__init__(runner, ErrorBanner(closable=False), _("Checking with S3…"), parent)
        self._row = row
        self.setWindowTitle(decrypt_text().removesuffix("…"))
        self.directory = KeyDirectory(runner, row.request.connection, self)
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
        key, version = row.encrypted[0]
        place = Location(row.request.bucket, key)
        self.job.ask(InspectObject(row.request.connection, place, version))
        self.show_possible()
        self.key.combo.setFocus()

    def done(self, result: int) -> None:
        """Cancel all jobs (Qt)."""
        self.directory.stop()
        super().done(result)

    def _arrange(self) -> None:
        about = BreakingLabel("muted")
        count = len(self._row.encrypted)
        text = ngettext(
            "{count:,} file was encrypted before upload. It is downloaded again and decrypted.",
            "{count:,} files were encrypted before upload. They are downloaded again and"
            " decrypted.",
            count,
        )
        about.show_text(text.format(count=count))
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
        """Download again, and decrypt."""
        self.context.commit()
        key = ClientSideKey(self.key.reference or "", self.pairs.pairs())
        reading = ClientSideReading(key, Legacy(self.legacy.currentData()))
        self.accept()
        self.wanted.emit(decrypting_request(self._row, reading))


def decrypting_request(row: DownloadRow, reading: ClientSideReading) -> DownloadRequest:
    """Return the download of a row's encrypted objects that decrypts them.

    It replaces the encrypted files that the row has saved, under the names they got.
    """
    request = row.request
    policy = request.if_exists
    if request.client_side is None and policy is not IfExists.RENAME:
        policy = IfExists.OVERWRITE
    strip = request.strip
    if strip is None and request.prefixes:
        strip = request.prefixes[0].removesuffix(last_name(request.prefixes[0]))
    return replace(
        request,
        objects=tuple(requested_object(key, version) for key, version in row.encrypted),
        prefixes=(),
        strip=strip,
        client_side=reading,
        if_exists=policy,
    )
