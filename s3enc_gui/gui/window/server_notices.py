"""What S3enc leaves out because a server doesn't support it, said once in the window's banner."""

from __future__ import annotations

from PySide6.QtCore import QObject

from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.i18n import Text, sentences, text

_TITLE = text("This server doesn't support everything that S3enc uses")


class ServerNotices(QObject):
    """Shows notices together; an error that is shown already comes first."""

    def __init__(self, banner: ErrorBanner, parent: QObject) -> None:
        super().__init__(parent)
        self._banner = banner
        self._notices: list[ServerNotice] = []
        banner.cleared.connect(self._cleared)

    def add(self, notice: ServerNotice) -> None:
        """Show a notice, now or when the banner is closed."""
        is_free = not self._banner.isVisible()
        if is_free:
            self._notices.clear()  # of another connection
        self._notices.append(notice)
        if is_free or self._is_shown:
            self._show()

    @property
    def _is_shown(self) -> bool:
        return self._banner.accessibleName() == str(_TITLE)

    def _show(self) -> None:
        details = sentences(*(Text(notice.value) for notice in self._notices))
        self._banner.show_info(AppError(_TITLE, details))

    def _cleared(self) -> None:
        if self._is_shown:
            self._notices.clear()
        elif self._notices:
            self._show()
