"""What KMS tells about keys met on objects, asked once a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.kms_key import AWS_S3_ALIAS, AWS_S3_DESCRIPTION, KeyDescription
from s3enc_gui.domain.object_details import ObjectDetails
from s3enc_gui.s3 import kms
from s3enc_gui.s3.endpoints import is_amazon

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key's ARN, aliases, and whether it is aws/s3; None where nobody may say."""

    arn: str | None
    aliases: tuple[str, ...] = ()
    is_aws_s3: bool | None = None


class KeyBook:
    """The facts on the keys of one job; several threads may ask.

    `client` gives the KMS client, which takes long to make and is not needed for SSE-S3.
    A KMS that does not answer leaves facts out; nothing is raised.
    """

    def __init__(self, client: Callable[[], KMSClient]) -> None:
        self._get = client
        self._lock = Lock()
        self._facts: dict[str, KeyFacts] = {}

    def explain(self, details: ObjectDetails) -> ObjectDetails:
        """Return the details with what KMS tells about the object's key."""
        key = details.status.key
        if key is None:
            return details
        with self._lock:
            facts = self._facts.get(key)
            if facts is None:
                facts = self._facts[key] = self._ask(key)
        return replace(
            details,
            key_arn=facts.arn,
            key_aliases=facts.aliases,
            key_is_aws_s3=facts.is_aws_s3,
        )

    def knows(self, details: ObjectDetails) -> bool:
        """Whether `explain` would answer at once, without asking KMS."""
        key = details.status.key
        return key is None or key in self._facts

    def _is_stand_in(self, description: KeyDescription) -> bool:
        """Whether a server that has no managed keys made this one in the place of aws/s3.

        Amazon's own KMS is never believed a description: its managed key says KeyManager AWS.
        """
        amazon = is_amazon(self._get().meta.endpoint_url)
        return not amazon and description.description == AWS_S3_DESCRIPTION

    def _ask(self, key: str) -> KeyFacts:
        aliases = kms.aliases_of(self._get(), key)
        arn = key if key.startswith("arn:") else None
        is_aws_s3 = AWS_S3_ALIAS in aliases if aliases else None
        if is_aws_s3 is None or arn is None:
            try:
                description = kms.describe(self._get(), key)
            except (AppError, ValueError):
                pass
            else:
                arn = description.arn
                is_aws_s3 = description.manager == "AWS" or self._is_stand_in(description)
        return KeyFacts(arn, aliases, is_aws_s3)
