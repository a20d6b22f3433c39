"""Properties of the selected objects and folders, in a window of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.deletion import DeletionCount
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.messages.counts import amount_text, things_text
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.fact_grid import FactGrid, Section
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.window_size import limit_size, resize_to_screen
from s3enc_gui.gui.window.details_controller import DetailsController
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.jobs.deletion.delete_objects import CountObjects
from s3enc_gui.wording.formats import NOTHING

_SELECTED, _ADDRESS, _CONTENTS = N_("Selected"), N_("Address"), N_("Contents")
_ROWS = (_SELECTED, _ADDRESS, _CONTENTS)
_SIZE = QSize(560, 640)
_SMALL = QSize(560, 260)  # of folders only


class PropertiesDialog(QDialog):
    """Encryption details of an object, or the summary of several; folders are counted.

    Without rows, `folder` is meant.
    """

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        model: ObjectsModel,
        rows: Sequence[ObjectRow],
        folder: Location,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModal(False)
        objects = [row for row in rows if row.listed is not None]
        prefixes = tuple(row.key for row in rows if row.is_folder) if rows else (folder.key,)
        name = rows[0].name if len(rows) == 1 else folder.uri
        title = things_text(len(objects), len(prefixes)) if len(rows) > 1 else name
        self.setWindowTitle(_("Properties of {name}").format(name=title))
        texts = {row: translate(row) for row in _ROWS}
        self.facts = FactGrid((Section("", _ROWS, texts),), (_ADDRESS,), 60, parent=self)
        self.details, self.banner, self._busy = (
            EncryptionDetails(self),
            ErrorBanner(),
            BusyIndicator(),
        )
        self._values = {_SELECTED: things_text(len(objects), len(prefixes))}
        where = model.location_of(rows[0]) if len(rows) == 1 else folder
        self._values[_ADDRESS] = where.uri
        self.facts.show_values(self._values)
        self.details.setVisible(bool(objects))
        self._counting = LatestJob(runner, self)
        self._counting.reported.connect(self._count_so_far)
        self._counting.answered.connect(self._show_count)
        self._counting.failed.connect(self.banner.show_error)
        self._counting.busy_changed.connect(self._show_busy)
        self._controller = DetailsController(runner, self.details, model, follows=False)
        self._controller.start(connection)
        if objects:
            self._controller.show_rows(objects)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._arrange()  # after the fields: the order of Tab
        if prefixes:
            found = tuple(ObjectRef.of(row.listed) for row in objects if row.listed)
            self._counting.ask(CountObjects(connection, folder.bucket, found, prefixes))
        resize_to_screen(self, _SIZE if objects else _SMALL)
        limit_size(self, QSize(420, 240))

    def done(self, result: int) -> None:
        """Stop counting and reading (Qt)."""
        self._counting.drop()
        self._controller.show_nothing()
        super().done(result)

    def _arrange(self) -> None:
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.facts)
        column.addWidget(self.banner)
        column.addWidget(self._busy)
        column.addWidget(self.details, 1)
        column.addStretch(0)
        column.addWidget(self._buttons)
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _count_so_far(self, reports: Sequence[DeletionCount]) -> None:
        self._show_count(reports[-1])

    def _show_count(self, count: DeletionCount) -> None:
        contents = amount_text(count.objects, count.size) if count.objects else NOTHING
        self.facts.show_values(self._values | {_CONTENTS: contents})

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start(_("Counting…"))
        else:
            self._busy.stop()
