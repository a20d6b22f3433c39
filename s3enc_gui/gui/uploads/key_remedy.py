"""“Choose another key”: from an error back to the field of the KMS key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.gui.uploads.fields.encryption_group import EncryptionGroup
from s3enc_gui.gui.uploads.pages.results_page import ResultsPage
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer


class KeyRemedy(RemedyOffer):
    """Calls `show_page`, which shows the fields of the encryption, and moves the focus there.

    Disabled while files are uploaded.
    """

    def __init__(
        self,
        encryption: EncryptionGroup,
        results: ResultsPage,
        show_page: Callable[[], None],
        owner: QWidget,
    ) -> None:
        super().__init__(Remedy.CHOOSE_KEY, owner)
        self._encryption, self._results, self._show_page = encryption, results, show_page
        results.changed.connect(self._follow)
        self.requested.connect(self._go)

    def _follow(self) -> None:
        self.set_enabled(not self._results.running)

    def _go(self) -> None:
        self._show_page()
        group = self._encryption
        field = group.key.combo if group.kind().uses_kms else group.kinds[group.kind()]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
