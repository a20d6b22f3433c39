"""Tree of buckets and folders to choose a destination from; folders are listed when opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, last_name
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import shown_name
from s3enc_gui.gui.icons import ItemIcons, Tone
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.i18n import _
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from s3enc_gui.jobs.listing.buckets import ListBuckets

LIMIT = 5000  # objects and folders that are listed of a folder, to find its folders
_PLACE = Qt.ItemDataRole.UserRole
_SIZE = QSize(420, 170)


class DestinationTree(QTreeWidget):
    """Buckets and their folders; `picked` carries the Location that the user selects.

    The bucket and folders of `here` are shown at once. What can't be listed can still be typed.
    """

    picked = Signal(object)

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        here: Location,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._connection = runner, connection
        self._handles: list[JobHandle] = []
        self._items: dict[Location, QTreeWidgetItem] = {}
        self._listed: set[Location] = set()
        self._icons = ItemIcons(self)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(_("Buckets and folders"))
        self.itemExpanded.connect(self._expand)
        self.currentItemChanged.connect(self._select)
        item = self._add(None, Location(here.bucket))
        names = here.key.split("/")[:-1]
        for count in range(1, len(names) + 1):
            item.setExpanded(True)
            item = self._add(item, Location(here.bucket, "/".join(names[:count]) + "/"))
        item.setExpanded(True)
        self.show_place(here)
        handle = self._start(ListBuckets(connection))
        handle.succeeded.connect(self._add_buckets)

    def show_place(self, place: Location) -> None:
        """Select a folder without `picked`; none if it isn't in the tree."""
        blocked = self.blockSignals(True)
        item = self._items.get(place)
        if item is None:
            self.clearSelection()
        else:
            self.setCurrentItem(item)
            self.scrollToItem(item)
        self.blockSignals(blocked)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop listing (Qt)."""
        super().hideEvent(event)
        if not event.spontaneous():
            for handle in self._handles:
                handle.cancel()

    def sizeHint(self) -> QSize:
        """Return a size for a few rows (Qt)."""
        return QSize(scaled(_SIZE.width()), scaled(_SIZE.height()))

    def minimumSizeHint(self) -> QSize:
        """Return a size for three rows (Qt)."""
        return QSize(scaled(200), scaled(90))

    def _start(self, job: ListBuckets | ListFolder) -> JobHandle:
        handle = self._runner.start(job)
        self._handles.append(handle)
        handle.finished.connect(lambda: self._handles.remove(handle))
        return handle

    def _add(self, parent: QTreeWidgetItem | None, place: Location) -> QTreeWidgetItem:
        """Add a bucket or folder, once; in the order of S3 among the others."""
        if found := self._items.get(place):
            return found
        name = shown_name(last_name(place.key).removesuffix("/") or place.key or place.bucket)
        item = QTreeWidgetItem([name])
        item.setData(0, _PLACE, place)
        item.setToolTip(0, plain_tip(place.uri))
        is_bucket = not place.key
        item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        if parent is None:
            self.addTopLevelItem(item)
        else:
            parent.addChild(item)
        sign: tuple[str, Tone] = ("bucket", "muted") if is_bucket else ("folder", "accent")
        self._icons.set_icon(self.indexFromItem(item), *sign)
        self._items[place] = item
        return item

    @Slot(object)
    def _add_buckets(self, names: Sequence[str]) -> None:
        for name in names:
            self._add(None, Location(name))

    @Slot(QTreeWidgetItem)
    def _expand(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, _PLACE)
        if place is None or place in self._listed:
            return
        self._listed.add(place)
        self._note(item, _("Loading…"))
        job = ListFolder(self._connection, place.bucket, place.key, limit=LIMIT)
        handle = self._start(job)
        handle.progressed.connect(lambda reports: self._add_folders(item, reports))
        handle.succeeded.connect(lambda listed: self._done(item, listed))
        handle.failed.connect(lambda error: self._failed(item, error))

    def _add_folders(self, item: QTreeWidgetItem, reports: Iterable[object]) -> None:
        bucket = item.data(0, _PLACE).bucket
        for report in reports:
            if isinstance(report, PageListed):
                for prefix in report.page.prefixes:
                    self._add(item, Location(bucket, prefix))

    def _done(self, item: QTreeWidgetItem, listed: Listed) -> None:
        self._remove_note(item)
        if listed.last is not None:
            self._note(item, _("There may be more folders. Type the address of one above."))
        elif not item.childCount():
            indicator = QTreeWidgetItem.ChildIndicatorPolicy.DontShowIndicator
            item.setChildIndicatorPolicy(indicator)

    def _failed(self, item: QTreeWidgetItem, error: AppError) -> None:
        self._remove_note(item)
        self._listed.discard(item.data(0, _PLACE))  # to be tried again
        self._note(item, str(error.texts[0]))

    def _note(self, item: QTreeWidgetItem, text: str) -> None:
        self._remove_note(item)
        note = QTreeWidgetItem([text])
        note.setFlags(Qt.ItemFlag.ItemIsEnabled)  # can be read, not selected
        item.addChild(note)

    def _remove_note(self, item: QTreeWidgetItem) -> None:
        for number in reversed(range(item.childCount())):
            child = item.child(number)
            if child is not None and child.data(0, _PLACE) is None:
                item.takeChild(number)

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _select(self, item: QTreeWidgetItem | None, _before: object) -> None:
        if item is not None and (place := item.data(0, _PLACE)) is not None:
            self.picked.emit(place)
