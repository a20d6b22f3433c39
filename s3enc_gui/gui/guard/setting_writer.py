"""Writes and undoes a change of a bucket's setting, after asking."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.i18n import _, sentences, text
from s3enc_gui.jobs.guard.write_setting import FindUndo, Undo, UndoSetting, WriteSetting, Written
from s3enc_gui.wording.guard.rules import no_condition_text


class SettingWriter(QObject):
    """Asks, writes and reads back.

    `written`: the setting was written (or taken back) and read back. `told` carries an AppError to
    be shown with a tone (`ok`, `info`, `warning`). `failed` carries an AppError. `shown` carries a
    difference: the one that Undo makes, or because of which it refuses. `busy_changed` carries
    whether something runs.
    """

    written = Signal()
    told = Signal(object, str)
    failed = Signal(object)
    shown = Signal(str)
    busy_changed = Signal(bool)

    def __init__(
        self, runner: Runner, connection: Connection, bucket: str, setting: Setting, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._connection, self._bucket, self._setting = connection, bucket, setting
        self._change: SettingChange | None = None
        self._undo: Undo | None = None
        self._ask_write, self._ask_undo = Question(parent), Question(parent)
        self._ask_write.confirmed.connect(self._write)
        self._ask_undo.confirmed.connect(self._write_undo)
        self._writing, self._finding = LatestJob(runner, self), LatestJob(runner, self)
        self._writing.answered.connect(self._show_written)
        self._finding.answered.connect(self._show_found)
        for job in (self._writing, self._finding):
            job.failed.connect(self.failed)
            job.busy_changed.connect(lambda _busy: self.busy_changed.emit(self.busy))

    @property
    def busy(self) -> bool:
        """Whether something is read or written."""
        return self._writing.busy or self._finding.busy

    def ask(self, change: SettingChange) -> None:
        """Ask whether to write a change that is shown."""
        self._change = change
        self._ask_write.ask(self._asked_to_write)

    def _asked_to_write(self) -> Asked | None:
        if self._writing.busy:
            return None
        policy = self._setting is Setting.POLICY
        return Asked(
            _("Write bucket policy") if policy else _("Write default encryption"),
            _("Write the bucket policy of {bucket}?").format(bucket=self._bucket)
            if policy
            else _("Write the default encryption of {bucket}?").format(bucket=self._bucket),
            f"{_('What is there now is kept for Undo.')} {no_condition_text()}",
            yes=_("Write"),
            no=_("Cancel"),
        )

    def find_undo(self) -> None:
        """Look for what can be undone, and ask."""
        self._finding.ask(FindUndo(self._connection, self._bucket, self._setting))

    @Slot()
    def _write(self) -> None:
        if self._change:
            self._writing.ask(WriteSetting(self._connection, self._change))

    @Slot()
    def _write_undo(self) -> None:
        if self._undo:
            self._writing.ask(UndoSetting(self._connection, self._undo))

    @Slot(object)
    def _show_written(self, written: Written) -> None:
        if written.unread:
            title, detail, _hint = written.unread.texts
            reason = sentences(text("{title}.", title=title), detail)
            self.told.emit(AppError(text("Written, but not read back"), reason), "warning")
        else:
            done = text("Written, and read back: the bucket has what is shown here.")
            self.told.emit(AppError(text("The setting is in force"), done), "ok")
        self.written.emit()

    @Slot(object)
    def _show_found(self, undo: Undo | None) -> None:
        if undo is None:
            reason = text("S3enc hasn't changed this setting of the bucket from this computer.")
            self.told.emit(AppError(text("There is nothing to undo"), reason), "info")
            return
        self._undo = undo
        if not undo.undoable:
            self.told.emit(
                AppError(
                    text("It can't be undone"),
                    text("The bucket's setting isn't what S3enc wrote: somebody changed it since."),
                    text("The difference shows what was changed. Nothing was written."),
                ),
                "warning",
            )
            self.shown.emit(undo.difference)
            return
        self.shown.emit(undo.change.difference)
        self._ask_undo.ask(lambda: self._asked_to_undo(undo))

    def _asked_to_undo(self, undo: Undo) -> Asked | None:
        if self._writing.busy or self._undo is not undo:
            return None
        return Asked(
            _("Undo"),
            _("Bring back what {bucket} had before the last change?").format(bucket=self._bucket),
            f"{_('The difference is shown in the window.')} {no_condition_text()}",
            yes=_("Undo"),
            no=_("Keep"),
        )
