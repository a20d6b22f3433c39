"""The KMS keys of one Region: the list, and what KMS says of single keys when it matters."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyAlias
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.jobs.keys import DescribedKey, DescribeKeys, ListKeys


class KeyDirectory(QObject):
    """Fills a KeysModel by ListAliases, once a Region and only when asked to (`fill`).

    DescribeKey is asked for the rows somebody looks at and for the chosen key, each once.
    """

    listed = Signal()  # the list is there, or it is known why not
    described = Signal()
    busy_changed = Signal(bool)

    def __init__(
        self, runner: Runner, connection: Connection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.model = KeysModel(self)
        self.region: str | None = None
        self.error: AppError | None = None
        self._connection = connection
        self._known: dict[str, DescribedKey] = {}
        self._filled = False
        self._list = LatestJob(runner, self)
        self._list.reported.connect(self._pages)
        self._list.answered.connect(self._all)
        self._list.failed.connect(self._denied)
        self._list.busy_changed.connect(self.busy_changed)
        self._looks = (LatestJob(runner, self), LatestJob(runner, self))
        for look in self._looks:
            look.reported.connect(self._told)
            look.answered.connect(self._told)

    def set_region(self, region: str) -> None:
        """Turn to another Region: other keys, nothing known of them."""
        if region == self.region:
            return
        self.region = region
        self.stop()
        self._known.clear()
        self._filled, self.error = False, None
        self.model.clear()

    def fill(self) -> None:
        """List the keys, unless that was done or is under way."""
        if self.region and not self._filled:
            self._filled = True
            self._list.ask(ListKeys(self._connection, self.region))

    def stop(self) -> None:
        """Ask nothing any more."""
        for question in (self._list, *self._looks):
            question.drop()

    @property
    def busy(self) -> bool:
        """Whether the list is being read."""
        return self._list.busy

    def known(self, name: str) -> DescribedKey | None:
        """Return what KMS said of a key by the name it was asked with."""
        return self._known.get(name)

    def look_at(self, names: Iterable[str]) -> None:
        """Ask about the keys on screen; scrolling on ends the question."""
        self._ask(self._looks[0], names)

    def look_at_chosen(self, name: str) -> None:
        """Ask about the chosen key."""
        self._ask(self._looks[1], (name,))

    def _ask(self, look: LatestJob, names: Iterable[str]) -> None:
        asked = tuple(name for name in names if name not in self._known)
        if asked and self.region:
            look.ask(DescribeKeys(self._connection, self.region, asked))

    @Slot(object)
    def _pages(self, pages: tuple[tuple[KeyAlias, ...], ...]) -> None:
        self.model.add(alias for page in pages for alias in page)

    @Slot(object)
    def _all(self, aliases: tuple[KeyAlias, ...]) -> None:
        self.model.set_all(aliases)
        self.listed.emit()

    @Slot(object)
    def _denied(self, error: AppError) -> None:
        self.error = error
        self.model.set_note(self.tr("Your keys cannot be listed"))
        self.listed.emit()

    @Slot(object)
    def _told(self, keys: tuple[DescribedKey, ...]) -> None:
        new = {key.name: key for key in keys if self._known.get(key.name) != key}
        if new:
            self._known |= new
            self.model.set_usability({name: key.usability for name, key in new.items()})
            self.described.emit()
