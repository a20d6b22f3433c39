"""What a download asks about objects that were encrypted before upload (client-side encryption)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from s3enc_gui.domain.client_side.choice import ClientSideReading
from s3enc_gui.domain.location import last_name
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.models.conflicts import ObjectId
from s3enc_gui.gui.downloads.models.download_row import DownloadRow, WithoutKey
from s3enc_gui.gui.widgets.bars.fitted_bar import FittedBar
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton
from s3enc_gui.i18n import _, ngettext


class EncryptedBar(FittedBar):
    """Asks once per download, before anything is saved; hidden unless a row must be answered.

    `answered` carries the row and a ClientSideReading or WithoutKey.
    """

    answered = Signal(object, object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "warning")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._runner = runner
        self._asked: DownloadRow | None = None
        self.message = BreakingLabel("")
        self.decrypt = WrappingButton(_("Decrypt with key…"))
        self.save = WrappingButton(_("Save as stored (encrypted)"))
        self.skip = WrappingButton(_("Cancel"))
        self.skip.setToolTip(_("Don't save these files; the others are kept"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, slot in (
            (self.decrypt, self._decrypt),
            (self.save, self._save),
            (self.skip, self._skip),
        ):
            button.setProperty("small", True)
            button.clicked.connect(slot)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(14, 8, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.addWidget(IconLabel("warning", "warning"), 0, 0, Qt.AlignmentFlag.AlignTop)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.message, 0, 1)
        grid.addLayout(buttons, 1, 1)
        grid.setColumnStretch(1, 1)
        self.hide()

    def show_for(self, rows: Iterable[DownloadRow]) -> None:
        """Ask about the first of these downloads that must be answered."""
        asking = (row for row in rows if row.undecided and row.answer is None)
        self._asked = next(asking, None)
        if self._asked:
            self.message.show_text(_question(self._asked))
        self.setVisible(self._asked is not None)
        self._fit()

    def _fit_width(self) -> None:
        self.setFixedHeight(max(0, self._grid.totalHeightForWidth(self.width())))

    @Slot()
    def _decrypt(self) -> None:
        if self._asked:
            _ask_for_key(self, self._runner, self._asked, self._asked.undecided)

    @Slot()
    def _save(self) -> None:
        if self._asked:
            self.answered.emit(self._asked, WithoutKey.SAVE)

    @Slot()
    def _skip(self) -> None:
        if self._asked:
            self.answered.emit(self._asked, WithoutKey.SKIP)


class DecryptButton(WrappingButton):
    """For a download whose files are still encrypted; hidden unless the shown row has such files.

    `answered` carries the row and a ClientSideReading.
    """

    answered = Signal(object, object)

    def __init__(self, runner: Runner) -> None:
        super().__init__(decrypt_text())
        self._runner = runner
        self._row: DownloadRow | None = None
        self.hide()
        self.clicked.connect(self._open)

    def show_for(self, row: DownloadRow | None) -> None:
        """Show the button if files of this download are still encrypted."""
        can_decrypt = row and row.encrypted and not row.undecided and not row.is_active
        self._row = row if can_decrypt else None
        self.setVisible(self._row is not None)

    @Slot()
    def _open(self) -> None:
        if self._row:
            _ask_for_key(self, self._runner, self._row, self._row.encrypted)


def decrypt_text() -> str:
    """Return the text of the button."""
    return _("Decrypt…")


def _ask_for_key(
    asks: EncryptedBar | DecryptButton,
    runner: Runner,
    row: DownloadRow,
    objects: Collection[ObjectId],
) -> None:
    # Loaded when it is opened: the main window is there sooner.
    from s3enc_gui.gui.downloads.decrypt_dialog import DecryptDialog

    def answer(reading: ClientSideReading) -> None:
        asks.answered.emit(row, reading)

    dialog = DecryptDialog(runner, row.request, tuple(objects), asks.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.wanted.connect(answer)
    dialog.open()


def _question(row: DownloadRow) -> str:
    count = len(row.undecided)
    if count == 1 and row.counts.total() == 1 and not row.is_active:
        ((key, _version),) = row.undecided
        message = _(
            "“{name}” was encrypted before upload (client-side encryption). It isn't saved yet."
        )
        return message.format(name=last_name(key))
    return ngettext(
        "{count:,} file was encrypted before upload (client-side encryption). It isn't saved yet.",
        "{count:,} files were encrypted before upload (client-side encryption). They aren't saved"
        " yet.",
        count,
    ).format(count=count)
