"""What a copy of an object onto itself has to keep, as bytes: an interrupted run needs it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from s3enc_gui.domain.copies.comparison import CopySource
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.object_details import (
    WHOLE,
    Annotation,
    Checksum,
    ContentHeaders,
    ObjectDetails,
    ObjectLock,
)
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import is_held
from s3enc_gui.jobs.clock import now
from s3enc_gui.s3.copies.byte_comparison import LARGEST_READ
from s3enc_gui.store.sqlite.packing import microseconds, pack_json, time_of, unpack

_TIME, _READ = "last_modified", "read"


def pack_source(details: ObjectDetails, read: tuple[int, int] | None = None) -> bytes:
    """Return details of HeadObject as bytes; `read`: CRC64NVME and length of what was read."""
    fields: dict[str, Any] = asdict(replace(details, key=None, annotations=None))
    if details.annotations is not None:
        fields["annotations"] = [(one.name, one.size) for one in details.annotations]
    fields[_TIME] = details.last_modified and microseconds(details.last_modified)
    until = details.lock.retain_until
    fields["lock"]["retain_until"] = until and microseconds(until)
    return pack_json({**fields, _READ: read} if read else fields)


def unpack_source(packed: bytes) -> ObjectDetails:
    """Return the details of `pack_source`."""
    fields: dict[str, Any] = json.loads(unpack(packed))
    fields.pop(_READ, None)
    lock, context = fields["lock"], fields.get("context")
    return ObjectDetails(
        **{
            **fields,
            "location": Location(**fields["location"]),
            "status": EncryptionStatus(**fields["status"]),
            "checksum": Checksum(**fields["checksum"]) if fields["checksum"] else None,
            "content": ContentHeaders(**fields["content"]),
            "lock": ObjectLock(**{**lock, "retain_until": time_of(lock["retain_until"])}),
            "key_aliases": tuple(fields["key_aliases"]),
            "context": None if context is None else tuple(map(tuple, context)),
            "annotations": _annotations(fields.get("annotations")),
            _TIME: time_of(fields[_TIME]),
        }
    )


def _annotations(packed: list[list[Any]] | None) -> tuple[Annotation, ...] | None:
    return None if packed is None else tuple(Annotation(*one) for one in packed)


def unpack_read(packed: bytes) -> tuple[int, int] | None:
    """Return the CRC64NVME and length in `pack_source`; None: the object wasn't read."""
    found: list[int] | None = json.loads(unpack(packed)).get(_READ)
    return (found[0], found[1]) if found else None


def must_be_read(details: ObjectDetails, target: Target) -> bool:
    """Whether only reading a small object before it is copied can prove its copy's content.

    S3 reports no checksum of the whole object, and the copy gets another ETag: those of KMS, SSE-C
    and multipart objects are no MD5 (S3 API Reference, Object). A version can be read afterwards.
    """
    if named_version(details.version_id) or not 0 <= details.size <= LARGEST_READ:
        return False
    if details.checksum and details.checksum.kind == WHOLE:
        return False
    before = details.status
    had_no_md5 = (before.algorithm or "").startswith("aws:kms") or before.customer_algorithm
    has_no_md5 = target.kind.uses_kms or target.customer_key
    return bool(had_no_md5 or has_no_md5 or "-" in details.etag)


def wanted_copy(
    details: ObjectDetails, target: Target, context: ContextPairs | None = None
) -> CopySource:
    """Return what S3 must report for the copy: everything as it was, but the encryption.

    `context` is that of the copy; None: that of the object. A retention that is over isn't asked
    for again: S3 would refuse it.
    """
    lock = details.lock
    if not is_held(lock, now()):
        lock = ObjectLock()
    context = details.context if context is None else context
    wanted = replace(details, status=target.status, lock=lock, context=context)
    return CopySource(wanted, True, details.status.customer_algorithm is not None)
