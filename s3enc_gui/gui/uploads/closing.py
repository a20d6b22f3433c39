"""Asks before the wizard is closed during an upload, or with files that aren't uploaded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.upload_run import UploadRun
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.i18n import _, ngettext


class Closing(QObject):
    """Decides whether the wizard can close; `is_sent`: the chosen files were sent."""

    def __init__(
        self, wizard: QWidget, draft: UploadDraft, run: UploadRun, is_sent: Callable[[], bool]
    ) -> None:
        super().__init__(wizard)
        self._wizard, self._draft, self._run, self._is_sent = wizard, draft, run, is_sent
        self._is_confirmed = False
        self._running, self._chosen = Question(wizard), Question(wizard)
        self._running.confirmed.connect(self._stop_and_close)
        self._running.other_chosen.connect(self._close_and_continue)
        self._chosen.confirmed.connect(self.close)

    def may_close(self) -> bool:
        """Return whether the wizard can close; if not, ask the user."""
        if self._run.running:
            self._running.ask(self._asked_while_running)
            return False
        if self._is_confirmed or self._asked_about_chosen() is None:
            return True
        self._chosen.ask(self._asked_about_chosen)
        return False

    def close(self) -> None:
        """Close the wizard; its files aren't uploaded."""
        self._is_confirmed = True
        self._wizard.close()

    def _asked_while_running(self) -> Asked | None:
        if not self._run.running:
            return None
        return Asked(
            _("Upload"),
            _("Files are still being uploaded."),
            _(
                "They can continue without this window: see Transfers. If you stop the upload,"
                " stored files are kept and incomplete uploads are discarded."
            ),
            yes=_("Stop and close"),
            no=_("Keep open"),
            other=_("Close and continue"),
        )

    def _asked_about_chosen(self) -> Asked | None:
        count, is_scanning = self._draft.files.count, self._draft.scanning
        if self._is_sent() or not (count or is_scanning):
            return None
        if is_scanning:
            question = _("Close without uploading the files?")
        else:
            question = ngettext(
                "Close without uploading the file?",
                "Close without uploading the {count:,} files?",
                count,
            ).format(count=count)
        return Asked(
            _("Upload"),
            question,
            _("The list of files and the options chosen here are lost. The files don't change."),
            yes=_("Close without uploading"),
            no=_("Keep open"),
        )

    @Slot()
    def _close_and_continue(self) -> None:
        if self._run.running:  # closes after `uploaded`
            self._run.ended.connect(self._wizard.close)
            self._wizard.hide()
        else:
            self._wizard.close()

    @Slot()
    def _stop_and_close(self) -> None:
        self._run.ended.connect(self._wizard.close)
        self._run.cancel()
        if not self._run.running:
            self._wizard.close()
