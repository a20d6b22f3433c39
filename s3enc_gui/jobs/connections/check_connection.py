"""Tests a connection before or after it is saved: who the user is, and what they may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connections.connection_check import (
    CheckAnswer,
    CheckedRight,
    ConnectionCheck,
)
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import AnonymousSource, SavedConnection
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text, text_plural
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.buckets.probe_object import has_object_lock, write_probe_object
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.wording.labels import status_text

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_DENIED = DENIED | {"AccessDeniedException", "Forbidden"}


@dataclass(frozen=True, slots=True)
class CheckConnection:
    """Test a connection; reports each ConnectionCheck as soon as it is known.

    `key`: its access key, if it isn't stored yet. `bucket` and `prefix` instead of the connection's
    own. A test object is only written with `write`, and never into a bucket with Object Lock.
    """

    draft: SavedConnection
    key: AccessKey | None = field(default=None, repr=False)
    bucket: str = ""
    prefix: str = ""
    write: bool = False

    def run(self, context: Context) -> tuple[ConnectionCheck, ...]:
        """Return all checks. Raises AppError where the connection can't be opened at all."""
        source = context.services.session_sources.of(self.draft, self.key)
        session = AwsSession(self.draft.connection, source)
        try:
            found = []
            for check in self._checks(session):
                context.checkpoint()
                context.report(check)
                found.append(check)
            return tuple(found)
        finally:
            session.close()

    def _checks(self, session: AwsSession) -> Iterator[ConnectionCheck]:
        yield from _identity(session, anonymous=isinstance(self.draft.source, AnonymousSource))
        bucket = self.bucket or self.draft.bucket
        prefix = self.prefix if self.bucket else self.draft.prefix
        if not self.draft.bucket:  # a connection to one bucket doesn't ask for others
            yield _answer(CheckedRight.LIST_BUCKETS, lambda: _buckets(session))
            yield _answer(CheckedRight.LIST_KEYS, lambda: _keys(session))
        if bucket:
            yield from self._bucket_checks(session, bucket, prefix)

    def _bucket_checks(
        self, session: AwsSession, bucket: str, prefix: str
    ) -> Iterator[ConnectionCheck]:
        at = session.at(bucket)
        yield _answer(CheckedRight.LIST_BUCKET, lambda: _listed(at.client, bucket, prefix))
        if self.write:
            yield from _written(at.client, bucket, prefix)


def _identity(session: AwsSession, *, anonymous: bool) -> Iterator[ConnectionCheck]:
    if anonymous:
        found = text("Without credentials: only public data can be read")
        yield ConnectionCheck(CheckedRight.IDENTITY, CheckAnswer.FINE, found)
    elif session.has_sts:
        yield _answer(CheckedRight.IDENTITY, lambda: session.identity().arn)
    else:
        found = text("This service doesn't report who you are")
        yield ConnectionCheck(CheckedRight.IDENTITY, CheckAnswer.CANNOT_TELL, found)
    yield ConnectionCheck(CheckedRight.REGION, CheckAnswer.FINE, session.region)


def _buckets(session: AwsSession) -> AnyText:
    count = len(config.bucket_names(session.s3()))
    return text_plural("{count:,} bucket", "{count:,} buckets", count)


def _keys(session: AwsSession) -> AnyText:
    count = sum(len(page) for page in keys.alias_pages(session.kms(session.region)))
    return text_plural("{count:,} key", "{count:,} keys", count)


def _listed(client: S3Client, bucket: str, prefix: str) -> AnyText:
    first = next(iter(object_pages(client, bucket, prefix)), None)
    count = len(first.objects) + len(first.prefixes) if first else 0
    return text_plural(
        "{count:,} entry on the first page", "{count:,} entries on the first page", count
    )


def _written(client: S3Client, bucket: str, prefix: str) -> Iterator[ConnectionCheck]:
    """Write a test object; nothing is written where it might not be possible to remove it."""
    try:
        locked = has_object_lock(client, bucket)
    except AppError as error:
        unknown = text("Not tried: whether the bucket has Object Lock isn't known")
        yield ConnectionCheck(CheckedRight.WRITE, CheckAnswer.CANNOT_TELL, unknown, error)
        return
    if locked:
        not_tried = text("Not tried: the bucket has Object Lock")
        yield ConnectionCheck(CheckedRight.WRITE, CheckAnswer.CANNOT_TELL, not_tried)
        return
    try:
        written = write_probe_object(client, bucket, prefix)
    except AppError as error:
        by_key = _is_of_key(error)
        right = CheckedRight.ENCRYPT if by_key else CheckedRight.WRITE
        refused = by_key or error.code in _DENIED
        answer = CheckAnswer.NOT_ALLOWED if refused else CheckAnswer.CANNOT_TELL
        yield ConnectionCheck(right, answer, error=error)
        return
    removed = text("A test object was written and removed")
    found: AnyText = written.left.texts[0] if written.left else removed
    yield ConnectionCheck(CheckedRight.WRITE, CheckAnswer.FINE, found, written.left)
    answer = CheckAnswer.FINE if _is_encrypted(written.status) else CheckAnswer.CANNOT_TELL
    yield ConnectionCheck(CheckedRight.ENCRYPT, answer, status_text(written.status))


def _answer(right: CheckedRight, ask: Callable[[], AnyText]) -> ConnectionCheck:
    """Ask, and say whether it was allowed."""
    try:
        return ConnectionCheck(right, CheckAnswer.FINE, ask())
    except AppError as error:
        denied = error.code in _DENIED
        answer = CheckAnswer.NOT_ALLOWED if denied else CheckAnswer.CANNOT_TELL
        return ConnectionCheck(right, answer, error=error)


def _is_of_key(error: AppError) -> bool:
    return error.code.startswith("KMS.") or "kms:" in error.detail


def _is_encrypted(status: EncryptionStatus) -> bool:
    return bool(status.algorithm or status.customer_algorithm)
