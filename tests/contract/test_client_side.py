"""Client-side encryption, with AWS's library alone on the other side."""

from __future__ import annotations

import boto3
import pytest
from s3_encryption import S3EncryptionClient, S3EncryptionClientConfig
from s3_encryption.materials.kms_keyring import KmsKeyring

from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.domain.client_side.envelope import Generation, read_format
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect, Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result

pytestmark = pytest.mark.contract

MIB = 1024 * 1024
CONTEXT = (("department", "finance"), ("purpose", "backup"))


@pytest.fixture(scope="module", params=["demo_server", "seaweedfs"])
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def key(server):
    """The ARN of a KMS key."""
    return server.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture
def aws_library(server, key):
    """AWS's library around a boto3 client of its own, as its documentation says."""
    session = boto3.Session(server.access_key, server.secret_key, region_name=server.region)
    client = session.client("s3", endpoint_url=server.endpoint_url)
    keyring = KmsKeyring(session.client("kms", endpoint_url=server.kms_endpoint_url), key)
    return S3EncryptionClient(client, S3EncryptionClientConfig(keyring))


def written(folder, name, size):
    path = folder / name
    path.write_bytes(bytes(range(251)) * (size // 251) + bytes(size % 251))
    return path


SIZES = [0, 1, 70_000, 16 * MIB - 1, 16 * MIB, 16 * MIB + 1]


class TestUpload:
    def test_aws_library_reads_what_is_uploaded(
        self, server, key, connect, new_bucket, aws_library, tmp_path
    ):
        harness, bucket = connect(server), new_bucket(server)
        paths = [written(tmp_path, f"of {size}", size) for size in SIZES]
        outcomes = harness.upload(bucket, paths, client_side=ClientSideKey(key, CONTEXT))
        assert [one.result for one in outcomes] == [Result.VERIFIED] * len(SIZES)
        for path in paths:
            response = aws_library.get_object(
                Bucket=bucket, Key=path.name, EncryptionContext=dict(CONTEXT)
            )
            assert response["Body"].read() == path.read_bytes()

    def test_nothing_is_stored_in_plain_text(self, server, key, connect, new_bucket, tmp_path):
        harness, bucket = connect(server), new_bucket(server)
        path = tmp_path / "plain"
        path.write_bytes(b"very secret " * 1000)
        harness.upload(bucket, [path], client_side=ClientSideKey(key))
        stored = server.client("s3").get_object(Bucket=bucket, Key="plain")
        content = stored["Body"].read()
        assert len(content) == 12_016
        assert b"secret" not in content
        found = read_format(stored["Metadata"])
        assert found is not None
        assert (found.generation, found.wrapping) == (Generation.V3, "kms+context")

    def test_both_layers_are_proved(self, server, key, connect, new_bucket, tmp_path):
        harness, bucket = connect(server), new_bucket(server)
        path = written(tmp_path, "file", 5000)
        (outcome,) = harness.upload(
            bucket,
            [path],
            EncryptionChoice(Encryption.SSE_KMS, key),
            client_side=ClientSideKey(key, CONTEXT),
            metadata=(("made", "by me"),),
        )
        assert outcome.result is Result.VERIFIED
        found = {one.aspect: one for one in outcome.proof.findings}
        assert found[Aspect.ALGORITHM].stored == "SSE-KMS"
        assert str(found[Aspect.CLIENT_SIDE].stored) == "V3: AES-256-GCM with key commitment"
        assert key in str(found[Aspect.DATA_KEY].asked)
        assert found[Aspect.CLIENT_CONTEXT].stored == "department=finance, purpose=backup"
        assert "5,000 bytes encrypted, 16 for authentication" in str(found[Aspect.SIZE].asked)
        assert {one.verdict for one in outcome.proof.findings} == {Verdict.VERIFIED}
        assert found[Aspect.METADATA].stored == "made=by me"

    def test_an_empty_folder_stays_one(self, server, key, connect, new_bucket, tmp_path):
        from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions, UploadPlan
        from s3enc_gui.jobs.uploads.upload import UploadFiles

        harness, bucket = connect(server), new_bucket(server)
        options = UploadOptions(client_side=ClientSideKey(key))
        plan = UploadPlan(bucket, (UploadItem(str(tmp_path), "folder/", 0),), options)
        (outcome,) = harness.run(UploadFiles(harness.connection, plan))
        assert outcome.result is Result.VERIFIED
        head = server.client("s3").head_object(Bucket=bucket, Key="folder/")
        assert (head["ContentLength"], head["Metadata"]) == (0, {})

    def test_an_unknown_key_is_said_before_anything_is_sent(
        self, server, connect, new_bucket, tmp_path
    ):
        harness, bucket = connect(server), new_bucket(server)
        path = written(tmp_path, "file", 10)
        with pytest.raises(AppError, match="The KMS key doesn't exist"):
            harness.upload(bucket, [path], client_side=ClientSideKey("alias/none"))
        assert "Contents" not in server.client("s3").list_objects_v2(Bucket=bucket)
