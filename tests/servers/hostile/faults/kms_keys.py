"""KMS keys that the key manager of an S3-compatible server doesn't have."""

from __future__ import annotations

from tests.servers.hostile import ENCRYPTION, Answer, Hostile, Request, refusal
from tests.servers.hostile.faults.building_blocks import STORING, Work
from tests.servers.hostile.faults.registry import fault

STORING_AND_COPYING = (*STORING, "CopyObject")
NOT_RETRIEVED = "Failed to retrieve the actual key, kms-keyid: somebodys-key"


def _refuse_keys(s3: Hostile, answer: Answer) -> None:
    """Refuse requests to store with SSE-KMS."""

    def wrap(request: Request, work: Work) -> Answer:
        kms = request.headers.get(ENCRYPTION, "").startswith("aws:kms")
        return answer if kms else work()

    for operation in STORING_AND_COPYING:
        s3.change(operation, wrap)


@fault("key-unknown-to-minio", "SSE-KMS is refused with 404 kms:KeyNotFound")
def key_unknown_to_minio(s3: Hostile) -> None:
    _refuse_keys(s3, refusal(404, "kms:KeyNotFound", "key with given key ID does not exist"))


@fault("key-unknown-to-ceph", "SSE-KMS is refused with 403 InvalidAccessKeyId, and says why")
def key_unknown_to_ceph(s3: Hostile) -> None:
    _refuse_keys(s3, refusal(403, "InvalidAccessKeyId", NOT_RETRIEVED))


@fault("key-unknown-and-unexplained", "SSE-KMS is refused with 403 InvalidAccessKeyId alone")
def key_unknown_and_unexplained(s3: Hostile) -> None:
    _refuse_keys(s3, refusal(403, "InvalidAccessKeyId"))


@fault("key-missing-in-vault", "SSE-KMS is refused with 404 NoSuchKey, the answer of the vault")
def key_missing_in_vault(s3: Hostile) -> None:
    _refuse_keys(s3, refusal(404, "NoSuchKey", NOT_RETRIEVED))


def _lose_keys(s3: Hostile, answer: Answer) -> None:
    """Refuse to read objects with SSE-KMS."""

    def wrap(request: Request, work: Work) -> Answer:
        stored = s3.objects.get(request.key)
        kms = stored is not None and stored.headers.get(ENCRYPTION, "").startswith("aws:kms")
        return answer if kms else work()

    for operation in ("GetObject", "CopyObject"):
        s3.change(operation, wrap)


@fault("key-lost-by-ceph", "GetObject of objects with SSE-KMS is refused with InvalidAccessKeyId")
def key_lost_by_ceph(s3: Hostile) -> None:
    _lose_keys(s3, refusal(403, "InvalidAccessKeyId", NOT_RETRIEVED))


@fault("key-lost-in-vault", "GetObject of objects with SSE-KMS is refused with 404 NoSuchKey")
def key_lost_in_vault(s3: Hostile) -> None:
    _lose_keys(s3, refusal(404, "NoSuchKey", NOT_RETRIEVED))
