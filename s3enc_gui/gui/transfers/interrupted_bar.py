"""What an earlier session left unfinished."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.uploads.transfer import InterruptedBatch
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.transfers.bar import ActionBar
from s3enc_gui.gui.widgets.question import Question
from s3enc_gui.wording.labels import format_size


class InterruptedBar(ActionBar):
    """Offers to go on or to forget it; the signals carry the batches' ids. Hidden without any."""

    resume_chosen = Signal(object)
    discard_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("accent", parent)
        self._found: tuple[InterruptedBatch, ...] = ()
        self._question = Question(self)
        self._question.confirmed.connect(self._discard)
        self._icon.show_icon("waiting", "accent")
        self.resume = self.add_button(self.tr("Resume"))
        self.discard = self.add_button(self.tr("Discard"))
        keep_icon(self.resume, "resume", "text")
        keep_icon(self.discard, "trash", "text")
        self.resume.clicked.connect(self._resume)
        self.discard.clicked.connect(self._ask)

    def show_found(self, found: tuple[InterruptedBatch, ...]) -> None:
        """Show what was left; nothing: hide."""
        self._found = found
        self.set_busy(False)
        if found:
            self.say(self._title_text(), self._where())
            details = "\n".join(_details(one) for one in found)
            self.setToolTip(plain_tip(details))
            self.setAccessibleDescription(details)
        self.setVisible(bool(found))

    def set_busy(self, busy: bool) -> None:
        """Let nothing be pressed while the answer is being obeyed."""
        self.resume.setDisabled(busy)
        self.discard.setDisabled(busy)

    def _title_text(self) -> str:
        files = sum(one.files for one in self._found)
        size = format_size(sum(one.size for one in self._found))
        if files == 1:
            return self.tr("1 file ({}) of an earlier session did not arrive.").format(size)
        text = self.tr("{:,} files ({}) of an earlier session did not arrive.")
        return text.format(files, size)

    def _where(self) -> str:
        if len(self._found) == 1:
            batch = self._found[0].batch
            when = f" · {time_text(batch.created)}" if batch.created else ""
            return self.tr("To {}{}").format(batch.bucket, when)
        buckets = dict.fromkeys(one.batch.bucket for one in self._found)
        return self.tr("{:,} uploads to {}").format(len(self._found), ", ".join(buckets))

    def _ids(self) -> tuple[int, ...]:
        return tuple(one.batch.id for one in self._found)

    def _resume(self) -> None:
        self.set_busy(True)
        self.resume_chosen.emit(self._ids())

    def _ask(self) -> None:
        self._question.ask(
            self.tr("Discard what did not arrive"),
            self._title_text(),
            self.tr(
                "Discarding forgets these uploads, and removes at S3 the parts that were sent"
                " already. The files on this computer stay as they are."
            ),
            yes=self.tr("Discard"),
            no=self.tr("Keep"),
        )

    def _discard(self) -> None:
        if self._found:
            self.set_busy(True)
            self.discard_chosen.emit(self._ids())


def _details(one: InterruptedBatch) -> str:
    when = f", {time_text(one.batch.created)}" if one.batch.created else ""
    noun = "file" if one.files == 1 else "files"
    return f"{one.batch.bucket}{when}: {one.files:,} {noun}, {format_size(one.size)}"
