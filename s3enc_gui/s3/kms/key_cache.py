"""Aliases and state of the KMS keys of objects; each key is looked up once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.object_details import KEY_NOT_FOUND, KeyFacts, ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.key_names import is_plain
from s3enc_gui.domain.keys.kms_key import AWS_S3_ALIAS, AWS_S3_DESCRIPTION
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.messages.access import ANONYMOUS
from s3enc_gui.s3.kms import keys

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key's ARN, aliases, whether it is aws/s3, and its facts; None where not known."""

    arn: str | None
    aliases: tuple[str, ...] = ()
    is_aws_s3: bool | None = None
    facts: KeyFacts | None = None


class KeyCache:
    """The keys of one job. Thread-safe.

    A key takes one ListAliases and one DescribeKey. `client` returns the KMS client, which takes
    long to create and isn't needed for SSE-S3. Facts are omitted where KMS doesn't respond.
    """

    def __init__(self, client: Callable[[], KMSClient]) -> None:
        self._client = client
        self._lock = Lock()
        self._known: dict[str, Future[KnownKey]] = {}

    def explain(self, details: ObjectDetails) -> ObjectDetails:
        """Return the details with the facts about the object's key.

        Raises AppError where the client can't be created.
        """
        key = details.status.key
        if key is None:
            return details
        known = self._look_up(key)
        return replace(
            details,
            key_arn=known.arn,
            key_aliases=known.aliases,
            key_is_aws_s3=known.is_aws_s3,
            key=known.facts,
        )

    def knows(self, details: ObjectDetails) -> bool:
        """Whether `explain` returns without a request to KMS."""
        key = details.status.key
        if key is None:
            return True
        known = self._known.get(key)
        return known is not None and known.done()

    def _look_up(self, key: str) -> KnownKey:
        """Look up a new key; other threads wait for the same result."""
        with self._lock:
            known = self._known.get(key)
            is_new = known is None
            if known is None:
                known = self._known[key] = Future()
        if is_new:
            try:
                known.set_result(self._ask(key))
            except BaseException as error:  # noqa: BLE001 - raised below, in all waiting threads
                with self._lock:
                    del self._known[key]  # may be looked up again
                known.set_exception(error)
        return known.result()

    def _ask(self, key: str) -> KnownKey:
        arn = key if key.startswith("arn:") else None
        if is_plain(key):  # AWS KMS has no such key; servers with such keys have no AWS KMS
            return KnownKey(arn)
        try:
            client = self._client()
        except AppError as error:
            if error.code == ANONYMOUS:
                return KnownKey(arn)
            raise
        aliases = keys.aliases_of(client, key)
        is_aws_s3 = AWS_S3_ALIAS in aliases if aliases else None
        try:
            description, facts = keys.describe_fully(client, key)
        except (AppError, ValueError) as error:
            is_gone = isinstance(error, AppError) and error.code in keys.NOT_FOUND
            return KnownKey(arn, aliases, is_aws_s3, KeyFacts(KEY_NOT_FOUND) if is_gone else None)
        if is_aws_s3 is None:
            is_aws_s3 = facts.manager == "AWS" or self._replaces_aws_s3(client, facts)
        return KnownKey(description.arn, aliases, is_aws_s3, facts)

    def _replaces_aws_s3(self, client: KMSClient, facts: KeyFacts) -> bool:
        """Whether a server without AWS managed keys created this key in place of aws/s3.

        On AWS the description doesn't count: aws/s3 has the KeyManager AWS.
        """
        return not is_amazon(client.meta.endpoint_url) and facts.description == AWS_S3_DESCRIPTION
