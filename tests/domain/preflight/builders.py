"""Builders of policies, uploads and facts for the tests of preflight."""

from __future__ import annotations

import json
from dataclasses import replace

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.keys.kms_key import KeyDescription, Usability
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.preflight.facts import BucketSettings, Facts, KnownKey
from s3enc_gui.domain.preflight.planned_upload import PlannedUpload
from s3enc_gui.domain.uploads.plan import UploadOptions

REGION, ACCOUNT = "eu-central-1", "111122223333"
CALLER = Identity(f"arn:aws:iam::{ACCOUNT}:user/anna", ACCOUNT, REGION)
K = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"
OTHER = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a222"

DEFAULT = EncryptionChoice(Encryption.BUCKET_DEFAULT)
SSE_S3 = EncryptionChoice(Encryption.SSE_S3)
DSSE = EncryptionChoice(Encryption.DSSE_KMS)


def kms(key=None, bucket_key=None):
    return EncryptionChoice(Encryption.SSE_KMS, key, bucket_key)


def known(arn, usability=Usability.USABLE, manager="CUSTOMER"):
    key_id = arn.rpartition("/")[2]
    description = KeyDescription(
        arn, key_id, "Enabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", manager
    )
    return KnownKey(usability, description)


def deny(condition=None, sid="Rule", **change):
    """Return a statement as AWS documents them (all deny s3:PutObject to everyone)."""
    statement = {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::bucket/*",
        "Condition": condition or {},
    }
    return {**statement, **change}


def allow(condition=None, **change):
    return deny(condition, Effect="Allow", **change)


def policy(*statements):
    return BucketPolicy.parse(json.dumps({"Statement": list(statements)}))


def upload(choice=SSE_S3, keys=("in/a.txt",), prefix="in/", chosen=None, **options):
    return PlannedUpload("bucket", UploadOptions(choice, **options), prefix, keys, chosen)


def facts(*statements, default=None, keys=(K,), own_account=True, **settings):
    """Return what is read of a bucket of one's own, with these statements in its policy."""
    usual = BucketSettings(
        policy=policy(*statements),
        ownership="BucketOwnerEnforced",
        blocks_public_acls=True,
        versioning=Versioning.OFF,
    )
    return Facts(
        CALLER,
        REGION,
        default or BucketEncryption("AES256"),
        own_account,
        replace(usual, **settings),
        {key: known(key) for key in keys},
    )
