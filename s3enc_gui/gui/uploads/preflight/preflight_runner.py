"""Reads what the checks before an upload need, and evaluates them for the draft."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import key_for
from s3enc_gui.domain.preflight.check import Check, failing
from s3enc_gui.domain.preflight.facts import (
    BucketSettings,
    Facts,
    KnownKey,
    keys_to_look_up,
)
from s3enc_gui.domain.preflight.planned_upload import MOST_KEYS, PlannedUpload
from s3enc_gui.domain.preflight.preflight import preflight
from s3enc_gui.domain.uploads.parts import SINGLE_PUT_BELOW
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.i18n import text
from s3enc_gui.jobs.keys import DescribedKey
from s3enc_gui.jobs.listing.buckets import BucketFacts
from s3enc_gui.jobs.preflight.read_settings import ReadBucketSettings, ReadOwner
from s3enc_gui.wording.key_problems import known_key

_NOT_REPORTED = AppError(text("The server doesn't report it"), code="NotReported")


class PreflightRunner(QObject):
    """Keeps `checks` up to date, without delaying anything; emits `changed`.

    The settings of a bucket and its owner are read as soon as the bucket is known, once for the
    lifetime of the wizard (`check_again`: once more). A change of the options only evaluates them
    again.
    """

    changed = Signal()

    def __init__(
        self,
        runner: Runner,
        draft: UploadDraft,
        directory: KeyDirectory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft, self._directory = draft, directory
        self.checks: tuple[Check, ...] = ()
        self._settings: dict[str, BucketSettings | AppError] = {}
        self._owners: dict[str, bool | AppError] = {}
        self._partial: BucketSettings | None = None
        self._reading = self._asking = ""  # buckets
        self._read, self._own = LatestJob(runner, self), LatestJob(runner, self)
        self._read.reported.connect(self._settings_reported)
        self._read.answered.connect(self._settings_read)
        self._read.failed.connect(self._settings_read)
        self._own.answered.connect(self._owner_known)
        self._own.failed.connect(self._owner_known)
        for latest in (self._read, self._own):
            latest.busy_changed.connect(self.changed)
        draft.bucket_known.connect(self._ask)
        draft.changed.connect(self._evaluate)
        directory.details_changed.connect(self._evaluate)

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self._read.busy or self._own.busy

    @property
    def failing(self) -> tuple[Check, ...]:
        """The checks that make the upload fail."""
        return failing(self.checks)

    @Slot()
    def check_again(self) -> None:
        """Read the bucket's settings and its owner once more."""
        bucket = self._draft.bucket
        self._settings.pop(bucket, None)
        self._owners.pop(bucket, None)
        self._ask()

    def stop(self) -> None:
        """Cancel all jobs."""
        self._read.drop()
        self._own.drop()

    # --- private --------------------------------------------------------------------------------

    @Slot()
    def _ask(self) -> None:
        draft = self._draft
        bucket, facts = draft.bucket, draft.facts
        if facts is not None:
            if bucket not in self._settings and not (self._read.busy and self._reading == bucket):
                self._reading, self._partial = bucket, None
                self._read.ask(ReadBucketSettings(draft.connection, bucket, facts.region))
            asking = self._own.busy and self._asking == bucket
            if draft.identity and bucket not in self._owners and not asking:
                self._asking = bucket
                account = draft.identity.account
                self._own.ask(ReadOwner(draft.connection, bucket, account, facts.region))
        self._evaluate()

    @Slot()
    def _evaluate(self) -> None:
        facts = self._draft.facts
        checks = preflight(self._upload(), self._facts(facts)) if facts else ()
        if checks != self.checks:
            self.checks = checks
            self.changed.emit()

    def _upload(self) -> PlannedUpload:
        draft = self._draft
        files = draft.files
        keys = tuple(item.key for item in files.items()) if files.count <= MOST_KEYS else ()
        described = draft.key_described if draft.kind.uses_kms else None
        chosen = self._known(described.name, described) if described else None
        prefix = key_for(files.prefix, "")
        in_parts = files.has_file_of(SINGLE_PUT_BELOW)
        return PlannedUpload(draft.bucket, draft.options(), prefix, keys, chosen, in_parts)

    def _facts(self, facts: BucketFacts) -> Facts:
        draft = self._draft
        default = facts.default or facts.error or _NOT_REPORTED
        settings = self._bucket_settings()
        names = keys_to_look_up(settings.policy, default)
        if draft.bucket in self._settings:  # by now, the chosen key is being looked up
            self._directory.describe_needed(names)
        described = {name: self._directory.described(name) for name in names}
        return Facts(
            draft.identity or (draft.identity_error if draft.identity_asked else None),
            facts.location or "",
            default,
            self._owners.get(draft.bucket),
            settings,
            {name: self._known(name, key) for name, key in described.items() if key},
        )

    def _bucket_settings(self) -> BucketSettings:
        found = self._settings.get(self._draft.bucket)
        if isinstance(found, AppError):
            return BucketSettings(found, found, found, found)
        partial = self._partial if self._reading == self._draft.bucket else None
        return found or partial or BucketSettings()

    def _known(self, name: str, key: DescribedKey) -> KnownKey:
        return known_key(name, self._directory.region or "", key.usability, key.description)

    @Slot(object)
    def _settings_reported(self, reports: tuple[BucketSettings, ...]) -> None:
        self._partial = reports[-1]
        self._evaluate()

    @Slot(object)
    def _settings_read(self, settings: BucketSettings | AppError) -> None:
        self._settings[self._reading] = settings
        self._evaluate()

    @Slot(object)
    def _owner_known(self, owner: bool | AppError) -> None:
        self._owners[self._asking] = owner
        self._evaluate()
