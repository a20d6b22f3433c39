"""The buttons at the bottom of the wizard, and why `Upload` is disabled."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.styling import label, primary, restyle
from s3enc_gui.i18n import _


class Footer(QWidget):
    """Buttons of all pages; `show_page` and `show_results` select the visible ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint: QLabel = label("", "muted")
        self.hint.setWordWrap(True)
        self.back = QPushButton(_("&Back"))
        self.next = QPushButton(_("&Next"))
        self.upload = primary(QPushButton(_("&Upload")))
        self.cancel = QPushButton(_("&Cancel"))
        self.save_receipt = QPushButton(_("&Save receipt…"))
        self.upload_more = QPushButton(_("Upload &more"))
        self.close_window = QPushButton(_("C&lose"))
        self._is_anyway = False
        keep_icon(self.upload, "upload", "accent_text")
        keep_icon(self.save_receipt, "receipt")
        self.upload.setToolTip(_("Ctrl+Enter"))
        self._back_tip = _("Change the settings, then upload the remaining files")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.save_receipt)
        row.addWidget(self.hint, 1)
        for button in (
            self.cancel, self.back, self.next, self.upload, self.upload_more, self.close_window,
        ):  # fmt: skip
            row.addWidget(button)

    def take_focus_from(self, page: QWidget | None) -> None:
        """Take the focus from a page that is about to be hidden; Qt would give it to any widget."""
        focused = QApplication.focusWidget()
        if page is not None and focused is not None and page.isAncestorOf(focused):
            (self.upload if self.next.isHidden() else self.next).setFocus()

    def show_page(self, *, first: bool, last: bool) -> None:
        """Show the buttons of a page before the upload."""
        for button in (self.cancel, self.upload):
            button.show()
        self.back.setVisible(not first)
        self.back.setToolTip("")
        self.next.setVisible(not last)
        for button in (self.save_receipt, self.upload_more, self.close_window):
            button.hide()
        (self.upload if last else self.next).setDefault(not (last and self._is_anyway))
        if last and self._is_anyway and self.upload.hasFocus():
            self.back.setFocus()

    def show_results(self, *, running: bool, again: bool) -> None:
        """Show the buttons of the results; `again`: some files can be uploaded again."""
        for button in (self.cancel, self.next, self.upload):
            button.hide()
        self.back.setVisible(again and not running)
        self.back.setToolTip(self._back_tip)
        for button in (self.save_receipt, self.upload_more, self.close_window):
            button.show()
        self.save_receipt.setEnabled(not running)
        self.upload_more.setEnabled(not running)
        self.close_window.setDefault(True)
        self.show_hint("", error=False)

    def name_upload(self, *, anyway: bool) -> None:
        """Name the button `Upload anyway` if a check says that the upload will fail.

        Then it isn't the primary button, and has the focus only if the user sets it.
        """
        if anyway is self._is_anyway:
            return
        self._is_anyway = anyway
        self.upload.setText(_("&Upload anyway") if anyway else _("&Upload"))
        primary(self.upload, on=not anyway)
        keep_icon(self.upload, "upload", "text" if anyway else "accent_text")
        is_last = self.next.isHidden()
        self.upload.setDefault(is_last and not anyway)
        if anyway and self.upload.hasFocus():
            (self.back if is_last else self.next).setFocus()

    def show_hint(self, text: str, *, error: bool) -> None:
        """Show what is missing or wrong."""
        self.hint.setText(text)
        self.hint.setProperty("tone", "error" if error else "")
        self.hint.setProperty("role", "" if error else "muted")
        restyle(self.hint)
