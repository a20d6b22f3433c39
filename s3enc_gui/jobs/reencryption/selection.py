"""Which objects are to get another encryption, and where that is recorded."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.audits.audit import Requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.key_region import region_of_keys
from s3enc_gui.domain.keys.kms_key import KeyForm, KeyReference
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.where import Where
from s3enc_gui.i18n import text
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.paths import reencryptions_path

_TEMPORARY = "reencryptions"  # in the temporary folder


@dataclass(frozen=True, slots=True)
class Selection:
    """Objects of a bucket, and all objects under its `prefixes` ("": the whole bucket).

    `versions`: also the older versions under the prefixes. `audit`: the objects of some groups of
    the audit whose file this is. `undoes`: the objects that the run whose file this is has changed.
    """

    bucket: str
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    versions: bool = False
    audit: str = ""
    groups: tuple[Group, ...] = ()
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """The encryption that is wanted, as the user names it; `key` as in a Requirement.

    `customer_key` is the MD5 of the key, where the requirement's algorithm is SSE-C.
    """

    requirement: Requirement
    bucket_key: bool = False
    customer_key: str = ""


def run_folder(folder: str | None) -> Path:
    """Return the folder of the runs' files; None: in the user's data folder."""
    return Path(folder) if folder else reencryptions_path()


def new_run_folder(folder: str | None, connection: Connection, services: Services) -> Path:
    """Return the folder for a new run of a connection; blocks. Raises OSError.

    A run whose credentials are only in memory (the demo's) can't be resumed later: its file is
    deleted when the program ends.
    """
    if folder is None and services.session_sources.is_in_memory(connection.credentials):
        return services.scratch.path / _TEMPORARY
    return run_folder(folder)


def run_folders(folder: str | None, services: Services) -> tuple[Path, ...]:
    """Return the folders with files of runs."""
    scratch = None if folder else services.scratch.existing
    return (run_folder(folder), *([scratch / _TEMPORARY] if scratch else ()))


def file_stem(
    connection: Connection, selection: Selection, wish: Wish | None, where: tuple[Where, ...]
) -> str:
    """Return how the names of the files of the same change begin."""
    chosen = replace(selection, groups=())
    plain = connection.with_customer_key(None).plain
    known = [str(wish and (wish.requirement, wish.bucket_key)), str(where), str(selection.groups)]
    if wish and wish.customer_key:
        known.append(wish.customer_key)
    subject = json.dumps([plain, asdict(chosen), *known], sort_keys=True)
    name = re.sub(r"[^a-z0-9.-]+", "-", selection.bucket.rpartition(":")[2])
    return f"{name}-{hashlib.sha256(subject.encode()).hexdigest()[:16]}"


def file_name(stem: str, now: datetime) -> str:
    """Return the name of a new file; earlier ones stay, as the logs for undoing them."""
    return f"{stem}-{now:%Y%m%dT%H%M%S%f}.sqlite"


def target_of(wish: Wish, at_bucket: BucketSession) -> Target:
    """Return the target with its key's ARN; blocks.

    Raises AppError where the key doesn't exist, or the bucket can't use it.
    """
    kind = Encryption(wish.requirement.algorithm)
    if not kind.uses_kms:
        return Target(kind, customer_key=wish.customer_key)
    key = wish.requirement.key
    if key is None:
        raise AppError(
            text("A KMS key is needed"),
            hint=text("Name the key, by its ARN, key ID or alias; aws/s3 is the AWS managed key."),
            code="Usage",
        )
    if key.is_aws_s3:
        return Target(kind, _aws_s3(at_bucket), wish.bucket_key and kind is Encryption.SSE_KMS)
    name = wish.requirement.arn or resolve(key, at_bucket)
    if name is None:
        raise AppError(
            text("Can't find the KMS key"),
            text("AWS KMS doesn't report a key for “{key}”.", key=key.text),
            text("Enter the key's ARN."),
            code="KeyNotResolved",
        )
    return Target(kind, name, wish.bucket_key and kind is Encryption.SSE_KMS)


def _aws_s3(at_bucket: BucketSession) -> str:
    """Return the ARN of aws/s3, by which S3 reports it. Raises AppError where there is none."""
    found = keys.aws_s3_key(at_bucket.session.kms(at_bucket.key_region))
    if found is None:
        raise AppError(
            text("The key aws/s3 doesn't exist yet"),
            text("AWS creates it when it is first used."),
            text("Upload an object with it, then start another dry run."),
            code="KeyNotResolved",
        )
    return found


def keys_to_copy_to(at_bucket: BucketSession) -> frozenset[str]:
    """Return the ARN of AWS's key aws/s3; empty where it isn't known.

    Whether UpdateObjectEncryption takes it isn't documented: objects are copied to it.
    """
    if not is_amazon(at_bucket.client.meta.endpoint_url) or not at_bucket.key_region:
        return frozenset()
    try:
        found = keys.aws_s3_key(at_bucket.session.kms(at_bucket.key_region))
    except AppError:
        return frozenset()
    return frozenset([found] if found else ())


def resolve(key: KeyReference, at_bucket: BucketSession) -> str | None:
    """Return what S3 reports for objects under a key; None where that can't be looked up."""
    region = key.region or at_bucket.key_region
    amazon = is_amazon(at_bucket.client.meta.endpoint_url)
    if key.form is KeyForm.NAME:
        return key.text
    if amazon and region != region_of_keys(at_bucket.location, at_bucket.region):
        raise AppError(
            text("The KMS key is in another Region"),
            text("The bucket is in {region}.", region=at_bucket.key_region),
            text("Choose a key in the bucket's Region."),
            code="KeyInOtherRegion",
        )
    if key.form is KeyForm.KEY_ARN:
        return key.text
    return keys.resolve(at_bucket.session.kms(region), key)
