"""What a copy of an object onto itself has to keep, as bytes: an interrupted run needs it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from s3enc_gui.domain.copies.comparison import CopySource
from s3enc_gui.domain.encryption.object_details import (
    Checksum,
    ContentHeaders,
    ObjectDetails,
    ObjectLock,
)
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import is_held
from s3enc_gui.jobs.clock import now
from s3enc_gui.store.sqlite.packing import microseconds, pack_json, time_of, unpack

_TIME = "last_modified"


def pack_source(details: ObjectDetails) -> bytes:
    """Return details of HeadObject as bytes."""
    fields: dict[str, Any] = asdict(replace(details, key=None, annotations=None))
    fields[_TIME] = details.last_modified and microseconds(details.last_modified)
    until = details.lock.retain_until
    fields["lock"]["retain_until"] = until and microseconds(until)
    return pack_json(fields)


def unpack_source(packed: bytes) -> ObjectDetails:
    """Return the details of `pack_source`."""
    fields: dict[str, Any] = json.loads(unpack(packed))
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
            _TIME: time_of(fields[_TIME]),
        }
    )


def wanted_copy(
    details: ObjectDetails, target: Target, moment: datetime | None = None
) -> CopySource:
    """Return what S3 must report for the copy: everything as it was, but the encryption.

    A retention that is over isn't asked for again: S3 would refuse it.
    """
    lock = details.lock
    if not is_held(lock, moment or now()):
        lock = ObjectLock()
    wanted = replace(details, status=target.status, lock=lock)
    return CopySource(wanted, True, details.status.customer_algorithm is not None)
