"""Writes a bucket's policy or default encryption, reads it back, and undoes it.

S3 has no conditional write for either (S3 API Reference, PutBucketPolicy, PutBucketEncryption):
the setting is read again just before and just after.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.default_encryption import requested
from s3enc_gui.domain.guard.policy_text import check_length
from s3enc_gui.domain.guard.setting_change import KeptChange, Setting, SettingChange, difference
from s3enc_gui.i18n import text
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets.bucket_documents import read_document, write_document
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.store.bucket_changes import BucketChanges
from s3enc_gui.store.paths import bucket_changes_path

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class Written:
    """What the server returned after the write; `unread`: why it couldn't be read back."""

    change: SettingChange
    stored: str = ""
    unread: AppError | None = None


@dataclass(frozen=True, slots=True)
class WriteSetting:
    """Write a change, after reading once more that the bucket has what the change is based on.

    What was there is kept for Undo before the request is sent.
    """

    connection: Connection
    change: SettingChange

    def run(self, context: Context) -> Written:
        """Return what the server has afterwards.

        Raises AppError: with code SettingChanged and nothing written where the setting isn't what
        the change is based on; StoredDifferently where the server has something else afterwards.
        """
        change = self.change
        if not change.is_needed:
            return Written(change, change.before)
        if change.setting is Setting.POLICY:
            check_length(change.after)
        _check_allowed(context, change)
        client = client_of(context, self.connection, change.bucket)
        changes = BucketChanges(bucket_changes_path())
        kept = KeptChange(server_of(client), change, now().isoformat())
        context.checkpoint()
        if read_document(client, change.bucket, change.setting) != change.before:
            raise _changed_since()
        changes.add(kept)
        try:
            written = _write(client, change)
        except AppError:
            if _has(client, change.bucket, change.setting, change.before):
                changes.remove(kept)
            raise
        if written.unread is None:
            changes.set_stored(kept, written.stored)
        return written


@dataclass(frozen=True, slots=True)
class Undo:
    """What Undo would write; `current` is what the bucket has now, `undoable`: it is ours."""

    kept: KeptChange
    current: str
    undoable: bool

    @property
    def change(self) -> SettingChange:
        """The change from what is there to what was there before."""
        change = self.kept.change
        return replace(change, before=self.current, after=change.before)

    @property
    def difference(self) -> str:
        """How what is there differs from what S3enc wrote; empty if it doesn't."""
        change = self.kept.change
        return "" if self.undoable else difference(change.setting, change.after, self.current)


@dataclass(frozen=True, slots=True)
class FindUndo:
    """Find the last change of a setting that S3enc wrote from this computer."""

    connection: Connection
    bucket: str
    setting: Setting

    def run(self, context: Context) -> Undo | None:
        """Return it; None: there is none. Raises AppError."""
        client = client_of(context, self.connection, self.bucket)
        changes = BucketChanges(bucket_changes_path())
        kept = changes.latest(server_of(client), self.bucket, self.setting)
        if kept is None:
            return None
        current = read_document(client, self.bucket, self.setting)
        return Undo(kept, current, kept.is_there(current))


@dataclass(frozen=True, slots=True)
class UndoSetting:
    """Write back what was there before a change, if the bucket still has what S3enc wrote."""

    connection: Connection
    undo: Undo

    def run(self, context: Context) -> Written:
        """Return what the server has afterwards.

        Raises AppError: with code SettingChanged and nothing written where the bucket has something
        else by now; StoredDifferently as WriteSetting.
        """
        kept, change = self.undo.kept, self.undo.change
        _check_allowed(context, change)
        client = client_of(context, self.connection, change.bucket)
        context.checkpoint()
        current = read_document(client, change.bucket, change.setting)
        if not self.undo.undoable or current != self.undo.current:
            raise _changed_since()
        written = _write(client, change)
        BucketChanges(bucket_changes_path()).remove(kept)
        return written


STORED_DIFFERENTLY = "StoredDifferently"


def _check_allowed(context: Context, change: SettingChange) -> None:
    """Raise AppError for a default encryption that the administrator doesn't allow."""
    if change.setting is Setting.ENCRYPTION:
        managed = context.services.session_sources.managed()
        managed.check_request(*requested(change.after))


def client_of(context: Context, connection: Connection, bucket: str) -> S3Client:
    """Return the S3 client of the bucket's Region. Raises AppError without such a bucket."""
    return context.services.aws_session(connection).at(bucket).client


def server_of(client: S3Client) -> str:
    """Return what names the server: all of Amazon S3 has one set of buckets."""
    url = client.meta.endpoint_url
    parts = urlsplit(url)
    return "amazon" if is_amazon(url) else f"{parts.scheme}://{parts.netloc}"


def _write(client: S3Client, change: SettingChange) -> Written:
    """Write and read back; a lost response is no error if the setting is there."""
    problem: AppError | None = None
    try:
        write_document(client, change.bucket, change.setting, change.after)
    except AppError as error:
        if not may_have_arrived(error):
            raise
        problem = error
    try:
        stored = read_document(client, change.bucket, change.setting)
    except AppError as error:
        if problem:
            raise problem from error
        return Written(change, unread=error)
    if _is_stored(client, change, stored):
        return Written(change, stored)
    if problem:
        raise problem
    raise AppError(
        text("The bucket's setting isn't what was written"),
        text("The server accepted the change, but returns something else afterwards."),
        text("The server may not support it, or somebody changed it at the same time."),
        code=STORED_DIFFERENTLY,
    )


def _has(client: S3Client, bucket: str, setting: Setting, document: str) -> bool:
    """Whether the bucket certainly has a document."""
    try:
        return read_document(client, bucket, setting) == document
    except AppError:
        return False


def _is_stored(client: S3Client, change: SettingChange, stored: str) -> bool:
    if change.setting.same(stored, change.after):
        return True
    # Amazon S3 falls back to SSE-S3 (DeleteBucketEncryption).
    deleted = change.setting is Setting.ENCRYPTION and not change.after
    return deleted and is_amazon(client.meta.endpoint_url)


def _changed_since() -> AppError:
    return AppError(
        text("The bucket's setting has changed in the meantime"),
        text("It isn't what S3enc read or wrote before. Nothing was written."),
        text("Look at what is there now, and decide again."),
        code="SettingChanged",
    )
