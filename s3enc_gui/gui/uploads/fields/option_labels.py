"""Labels and explanations of the wizard's options, and the summary of a bucket."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.uploads.plan import CANNED_ACLS, STORAGE_CLASSES
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.jobs.listing.buckets import BucketFacts
from s3enc_gui.wording.audits import audit_report
from s3enc_gui.wording.labels import short_key

ACL_TEXTS = {
    "private": N_("Only the owner has access"),
    "public-read": N_("Everyone on the internet can read"),
    "public-read-write": N_("Everyone on the internet can read; write has no effect"),
    "authenticated-read": N_("Everyone with an AWS account can read"),
    "aws-exec-read": N_("Amazon EC2 can read (AMI bundles)"),
    "bucket-owner-read": N_("The bucket owner can read"),
    "bucket-owner-full-control": N_("The bucket owner has full control"),
}

PUBLIC_ACLS = {
    "public-read": N_("Everyone on the internet can read these files."),
    "public-read-write": N_("Everyone on the internet can read these files."),
    "authenticated-read": N_("Everyone with an AWS account can read these files."),
}
"""Warnings about ACLs that make files public."""

STORAGE_CLASS_TEXTS = {
    "STANDARD": N_("Standard"),
    "INTELLIGENT_TIERING": N_("Intelligent-Tiering"),
    "STANDARD_IA": N_("Standard-Infrequent Access"),
    "ONEZONE_IA": N_("One Zone-Infrequent Access"),
    "GLACIER_IR": N_("Glacier Instant Retrieval"),
    "GLACIER": N_("Glacier Flexible Retrieval"),
    "DEEP_ARCHIVE": N_("Glacier Deep Archive"),
    "REDUCED_REDUNDANCY": N_("Reduced Redundancy (not recommended)"),
}

KIND_HELP = {
    Encryption.BUCKET_DEFAULT: N_("S3enc requests no encryption. The bucket's default applies."),
    Encryption.SSE_S3: N_("Amazon S3 manages the key. Readers need no permission for it."),
    Encryption.SSE_KMS: N_(
        "An AWS KMS key. Readers need permission to use it, and AWS logs its use."
    ),
    Encryption.DSSE_KMS: N_(
        "Two layers of encryption with an AWS KMS key, for strict compliance requirements."
    ),
    Encryption.SSE_C: N_("A key of your own, which only you have. A lost key is a lost object."),
}


def acl_text(acl: str | None) -> str:
    """Return the label of an ACL; None: none is sent."""
    if acl is None:
        return _("Bucket settings (send no ACL)")
    return _("{label} ({value})").format(label=translate(ACL_TEXTS[acl]), value=acl)


def storage_class_text(name: str | None) -> str:
    """Return the label of a storage class; None: none is sent, which is STANDARD (PutObject)."""
    if name is None:
        return _("Standard (default)")
    return _("{label} ({value})").format(label=translate(STORAGE_CLASS_TEXTS[name]), value=name)


def acl_choices() -> list[tuple[str, str | None]]:
    """Return (text, value) for `Access control list`."""
    return [(acl_text(acl), acl) for acl in (None, *CANNED_ACLS)]


def storage_class_choices() -> list[tuple[str, str | None]]:
    """Return (text, value) for `Storage class`."""
    others = (name for name in STORAGE_CLASSES if name != "STANDARD")
    return [(storage_class_text(name), name) for name in (None, *others)]


def default_text(facts: BucketFacts | None, keys: KeysModel) -> str:
    """Return a bucket's default encryption: `SSE-KMS, test_key, S3 Bucket Key on`."""
    return encryption_text(facts.default if facts else None, facts, keys)


def encryption_text(
    default: BucketEncryption | None, facts: BucketFacts | None, keys: KeysModel
) -> str:
    """Return an encryption as `default_text` does that of a bucket."""
    if default is None and facts and is_access_point(facts.bucket):
        return _("not available through an access point")
    if default and default.key:
        key_id = short_key(default.key)
        known = keys.find(name=f"alias/{key_id}", key_id=key_id)
        default = replace(default, key=known.text) if known else default
    return audit_report.default_text(default)


def bucket_text(facts: BucketFacts, keys: KeysModel) -> str:
    """Return a bucket's Region and default encryption in one line."""
    default = _("Default encryption: {encryption}").format(encryption=default_text(facts, keys))
    region = facts.location or facts.region or _("Region unknown")
    return f"{region} · {default}"
