"""The checks before an upload: a denied upload is never fine, an allowed one never fails."""

from __future__ import annotations

import json

from s3enc_gui.cli.upload_check import read_facts
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.check import Status, Subject
from s3enc_gui.domain.preflight.planned_upload import PlannedUpload
from s3enc_gui.domain.preflight.preflight import preflight
from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.jobs.context import Context
from tests.contract.matrix.world import World
from tests.servers.hostile import BUCKET

_STATEMENT = {
    "Sid": "DenyUnEncryptedObjectUploads",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:PutObject",
    "Resource": f"arn:aws:s3:::{BUCKET}/*",
    "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
}
_ALLOWED = PlannedUpload(
    BUCKET, UploadOptions(EncryptionChoice(Encryption.SSE_KMS)), "f/", ("f/new.txt",)
)
_DENIED = PlannedUpload(
    BUCKET,
    UploadOptions(EncryptionChoice(Encryption.SSE_S3), acl="private"),
    "f/",
    ("f/new.txt",),
)


def check(world: World) -> None:
    """Check two uploads to a bucket without ACLs, whose policy wants SSE-KMS."""
    world.s3.buckets[BUCKET].policy = json.dumps({"Statement": [_STATEMENT]})
    harness = world.harness
    context = Context(harness.services, lambda _: None, harness.stopped)
    try:
        _, facts = read_facts(harness.connection, _ALLOWED, context)
    except AppError as error:
        world.verdicts[f"error {error.code}"] += 1
        world.blame(error)
        return
    for upload, wrong in ((_ALLOWED, Status.WILL_FAIL), (_DENIED, Status.FINE)):
        for one in preflight(upload, facts):
            world.verdicts[f"check: {one.status}"] += 1
            if one.status is wrong and one.subject in (Subject.POLICY, Subject.ACL):
                world.say(f"{one.subject}: {one.status}, though {upload.choice.kind}")
    world.judge_all(0)
