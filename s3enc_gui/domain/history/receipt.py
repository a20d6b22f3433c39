"""Receipt: the permanent record of an upload: what was stored, how, and the verdict."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.comparison import Finding
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.uploads.outcome import Outcome


@dataclass(frozen=True, slots=True)
class LaterCheck:
    """A later verification of a receipt's object: time, verdict, and the unverified findings.

    `verdict` is the value of a `Verdict`; `at` has a time zone.
    """

    at: datetime | None
    verdict: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One upload: the file, what S3 reports as stored, and the verdict; sizes in bytes.

    `algorithm`, `kms_key_arn`, `bucket_key`, `etag` and `checksum` are verbatim from S3; None if
    nothing was stored or S3 didn't report them. `kms_key_alias` is an alias of the key at that
    time, `who` the caller's ARN. Times have a time zone. `findings` are in the source language.
    `customer_key` is the MD5 (Base64) of the customer-provided key (SSE-C), never the key.
    `encryption_context` is what the response to the upload named; None: nothing. `client_side` is
    the generation of client-side encryption; None: none.
    `checked_again` are later verifications of the object, oldest first (see `reverification`).
    """

    verdict: str
    file: str
    size: int
    bucket: str
    key: str
    version_id: str | None = None
    region: str | None = None
    algorithm: str | None = None
    kms_key_arn: str | None = None
    kms_key_alias: str | None = None
    bucket_key: bool | None = None
    storage_class: str | None = None
    etag: str | None = None
    checksum: str | None = None
    last_modified: datetime | None = None
    request_id: str | None = None
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    started: datetime | None = None
    ended: datetime | None = None
    who: str | None = None
    checked_again: tuple[LaterCheck, ...] = ()
    customer_key: str | None = None
    encryption_context: ContextPairs | None = None
    client_side: str | None = None

    @property
    def encryption(self) -> EncryptionStatus:
        """How the object was encrypted, without the KMS key."""
        status = EncryptionStatus.of_record(self.algorithm)
        if self.customer_key:
            status = EncryptionStatus(
                customer_algorithm=self.algorithm, customer_key=self.customer_key
            )
        if self.client_side:
            return replace(status, client_side=True, generation=self.client_side)
        return status

    @property
    def identity(self) -> tuple[object, ...]:
        """What stays the same when its object is verified again."""
        return self.file, self.bucket, self.key, self.version_id, self.started, self.ended

    @classmethod
    def of(
        cls,
        outcome: Outcome,
        bucket: str,
        *,
        started: datetime | None = None,
        ended: datetime | None = None,
        who: str | None = None,
    ) -> Receipt:
        """Return the receipt of an outcome."""
        details = outcome.details
        return cls(
            outcome.result.value,
            outcome.item.path,
            outcome.item.size,
            bucket,
            outcome.item.key,
            outcome.version_id or (details.version_id if details else None),
            request_id=outcome.request_id,
            findings=tuple(one.recorded for one in outcome.proof.findings) if outcome.proof else (),
            error=str(outcome.error.source) if outcome.error else None,
            started=started,
            ended=ended,
            who=who,
            **(stored_values(details) if details else {}),
        )


def stored_values(details: ObjectDetails) -> dict[str, Any]:
    """Return the fields of a receipt that S3 reports for the object."""
    checksum = details.checksum
    return {
        "region": details.region,
        "algorithm": details.status.record,
        "kms_key_arn": details.key_arn or details.status.key,
        "kms_key_alias": details.key_aliases[0] if details.key_aliases else None,
        "bucket_key": details.status.bucket_key,
        "customer_key": details.status.customer_key,
        "encryption_context": details.context,
        "client_side": details.status.generation or None,
        "storage_class": details.storage_class,
        "etag": details.etag or None,
        "checksum": f"{checksum.algorithm} {checksum.value}" if checksum else None,
        "last_modified": details.last_modified,
    }


def plain(receipt: Receipt) -> dict[str, object]:
    """Return a receipt for JSON: times in ISO 8601, findings and later checks as objects."""
    row = {field.name: getattr(receipt, field.name) for field in fields(receipt)}
    context = receipt.encryption_context
    row["encryption_context"] = None if context is None else dict(context)
    row["findings"] = [
        {
            "aspect": found.aspect.value,
            "asked": found.asked,
            "stored": found.stored,
            "verdict": found.verdict.value,
        }
        for found in receipt.findings  # recorded when the receipt was made
    ]
    row["checked_again"] = [
        {
            "at": check.at.isoformat() if check.at else None,
            "verdict": check.verdict,
            "detail": check.detail,
        }
        for check in receipt.checked_again
    ]
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
    }
