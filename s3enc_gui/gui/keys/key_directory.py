"""KMS keys of one Region: the list of aliases, and details of single keys on demand."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyAlias
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.i18n import _
from s3enc_gui.jobs.keys import DescribedKey, DescribeKeys, ListKeys


class KeyDirectory(QObject):
    """Fills a KeysModel with ListAliases, once per Region and only when requested (`fill`).

    Calls DescribeKey for visible rows and for the chosen key, once per key.
    """

    listed = Signal()  # or failed: see `error`
    details_changed = Signal()
    busy_changed = Signal(bool)

    def __init__(
        self, runner: Runner, connection: Connection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.model = KeysModel(self)
        self.region: str | None = None
        self.amazon: bool | None = None  # whether the keys are AWS KMS's, as far as it is known
        self.error: AppError | None = None
        self._connection, self._runner = connection, runner
        self._others: list[KeyDirectory] = []
        self._described: dict[str, DescribedKey] = {}
        self._filled = False
        self._listing = LatestJob(runner, self)
        self._listing.reported.connect(self._add_pages)
        self._listing.answered.connect(self._set_all)
        self._listing.failed.connect(self._failed)
        self._listing.busy_changed.connect(self.busy_changed)
        self._needed: dict[str, None] = {}
        self._wanted: tuple[str, ...] = ()
        self._chosen_name = ""
        self._describing = tuple(LatestJob(runner, self) for _ in range(3))
        for latest in self._describing:
            latest.reported.connect(self._add_described)
            latest.answered.connect(self._add_described)

    def set_region(self, region: str) -> None:
        """Switch to another Region: discard all keys."""
        if region == self.region:
            return
        self.region = region
        self.stop()
        self._described.clear()
        self._needed.clear()
        self._wanted, self._chosen_name = (), ""
        self._filled, self.error = False, None
        self.model.clear()

    def fill(self) -> None:
        """List the keys, unless already done or running."""
        if self.region and not self._filled:
            self._filled = True
            self._listing.ask(ListKeys(self._connection, self.region))

    def stop(self) -> None:
        """Cancel all jobs."""
        for latest in (self._listing, *self._describing):
            latest.drop()
        for other in self._others:
            other.stop()

    def another(self, parent: QObject) -> KeyDirectory:
        """Return one for another key of the same connection; `stop` also stops that."""
        other = KeyDirectory(self._runner, self._connection, parent)
        self._others.append(other)
        return other

    @property
    def busy(self) -> bool:
        """Whether keys are being listed."""
        return self._listing.busy

    def described(self, name: str) -> DescribedKey | None:
        """Return a key's details by the name that was requested; None if unknown."""
        return self._described.get(name)

    def describe_visible(self, names: Iterable[str]) -> None:
        """Describe visible keys; cancels the previous request for visible keys."""
        self._describe(self._describing[0], names)

    def describe_chosen(self, name: str) -> None:
        """Describe the chosen key."""
        self._chosen_name = name
        self._describe(self._describing[1], (name,))

    def describe_needed(self, names: Iterable[str]) -> None:
        """Describe keys that the checks before an upload need; each is requested once."""
        names = self._wanted = tuple(names)
        known = {*self._needed, *self._described, *self._chosen()}
        new = [name for name in names if name not in known]
        if new and self.region:
            self._needed.update(dict.fromkeys(new))
            self._describe(self._describing[2], self._needed)

    def describe_again(self) -> None:
        """Describe the chosen key, and those of `describe_needed`, once more."""
        names = dict.fromkeys((*filter(None, (self._chosen_name,)), *self._wanted))
        if names and self.region:
            self._describing[2].ask(DescribeKeys(self._connection, self.region, tuple(names)))

    def _chosen(self) -> tuple[str, ...]:
        """Return the name of the chosen key while it is being described."""
        return (self._chosen_name,) if self._describing[1].busy else ()

    def _describe(self, latest: LatestJob, names: Iterable[str]) -> None:
        new = tuple(name for name in names if name not in self._described)
        if new and self.region:
            latest.ask(DescribeKeys(self._connection, self.region, new))

    @Slot(object)
    def _add_pages(self, pages: tuple[tuple[KeyAlias, ...], ...]) -> None:
        self.model.add(alias for page in pages for alias in page)

    @Slot(object)
    def _set_all(self, aliases: tuple[KeyAlias, ...]) -> None:
        self.model.set_all(aliases)
        self.listed.emit()

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.error = error
        self.model.set_note(_("Can't list your keys"))
        self.listed.emit()

    @Slot(object)
    def _add_described(self, keys: tuple[DescribedKey, ...]) -> None:
        new = {
            name: key for key in keys for name in _names_of(key) if self._described.get(name) != key
        }
        if new:
            self._described |= new
            self.model.set_usability({name: key.usability for name, key in new.items()})
            self.details_changed.emit()


def _names_of(key: DescribedKey) -> set[str]:
    """Return the name that was requested, and the key's ID and ARN."""
    described = key.description
    return {key.name, *((described.key_id, described.arn) if described else ())}
