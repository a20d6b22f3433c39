"""Bar that offers to resume or discard the uploads an earlier session left incomplete."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.uploads.transfer import InterruptedBatch
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.bars.action_bar import ActionBar
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.formats import format_size


class InterruptedBar(ActionBar):
    """The signals carry the ids of the batches; hidden while there are none."""

    resume_chosen = Signal(object)
    discard_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("accent", parent)
        self._found: tuple[InterruptedBatch, ...] = ()
        self._question = Question(self)
        self._question.confirmed.connect(self._discard)
        self._icon.show_icon("waiting", "accent")
        self.resume = self.add_button(_("Resume"))
        self.discard = self.add_button(_("Discard"))
        keep_icon(self.resume, "resume", "text")
        keep_icon(self.discard, "trash", "text")
        self.resume.clicked.connect(self._resume)
        self.discard.clicked.connect(lambda: self._question.ask(self._asked))

    def show_found(self, found: tuple[InterruptedBatch, ...]) -> None:
        """Show these batches; hide if there are none."""
        self._found = found
        self.set_busy(False)
        if found:
            self.show_text(self._title_text(), self._destination())
            details = "\n".join(_details(one) for one in found)
            self.setToolTip(plain_tip(details))
            self.setAccessibleDescription(details)
        self.setVisible(bool(found))

    @property
    def found(self) -> tuple[InterruptedBatch, ...]:
        """The batches shown."""
        return self._found

    def set_busy(self, busy: bool) -> None:
        """Disable the buttons while a choice is being carried out."""
        self.resume.setDisabled(busy)
        self.discard.setDisabled(busy)

    def _title_text(self) -> str:
        files = sum(one.files for one in self._found)
        text = ngettext(
            "{count:,} file ({size}) from an earlier session wasn't uploaded.",
            "{count:,} files ({size}) from an earlier session weren't uploaded.",
            files,
        )
        return text.format(count=files, size=format_size(sum(one.size for one in self._found)))

    def _destination(self) -> str:
        if len(self._found) == 1:
            batch = self._found[0].batch
            if batch.created is None:
                return _("To {bucket}").format(bucket=batch.bucket)
            time = time_text(batch.created)
            return _("To {bucket} · {time}").format(bucket=batch.bucket, time=time)
        buckets = ", ".join(dict.fromkeys(one.batch.bucket for one in self._found))
        count = len(self._found)
        text = ngettext("{count:,} upload to {buckets}", "{count:,} uploads to {buckets}", count)
        return text.format(count=count, buckets=buckets)

    def _ids(self) -> tuple[int, ...]:
        return tuple(one.batch.id for one in self._found)

    def _resume(self) -> None:
        self.set_busy(True)
        self.resume_chosen.emit(self._ids())

    def _asked(self) -> Asked | None:
        if not self._found:
            return None
        return Asked(
            _("Discard interrupted uploads"),
            self._title_text(),
            _(
                "S3enc forgets these uploads and deletes the parts that were already sent to S3."
                " The files on this computer don't change."
            ),
            yes=_("Discard"),
            no=_("Keep"),
        )

    def _discard(self) -> None:
        if self._found:
            self.set_busy(True)
            self.discard_chosen.emit(self._ids())


def _details(one: InterruptedBatch) -> str:
    when = f", {time_text(one.batch.created)}" if one.batch.created else ""
    text = ngettext(
        "{batch}: {count:,} file, {size}", "{batch}: {count:,} files, {size}", one.files
    )
    return text.format(
        batch=f"{one.batch.bucket}{when}", count=one.files, size=format_size(one.size)
    )
