"""Client-side encryption, with AWS's library alone on the other side."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from dataclasses import replace

import boto3
import pytest
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from s3_encryption import S3EncryptionClient, S3EncryptionClientConfig
from s3_encryption.materials.kms_keyring import KmsKeyring
from s3_encryption.materials.materials import AlgorithmSuite, CommitmentPolicy

from s3enc_gui.domain.client_side.choice import ClientSideKey, ClientSideReading, Legacy
from s3enc_gui.domain.client_side.envelope import Generation, read_format
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import (
    DECRYPTED,
    NOT_ENCRYPTED,
    UNAUTHENTICATED,
    DownloadRequest,
    FileOutcome,
    requested_object,
)
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect, Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions, UploadPlan
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.uploads.upload import UploadFiles
from s3enc_gui.s3.copies.copier import CopySizes
from s3enc_gui.wording.boto3_code import boto3_code

pytestmark = pytest.mark.contract

MIB = 1024 * 1024
CONTEXT = (("department", "finance"), ("purpose", "backup"))


@pytest.fixture(params=["demo_server", "seaweedfs"])
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
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


def sizes(server):
    """Of files; from 16 MiB they are sent in parts."""
    odd = [70_000, 16 * MIB - 1, 16 * MIB] if server.name == "demo" else []
    return [0, 1, 16 * MIB + 1, *odd]


class TestUpload:
    def test_aws_library_reads_what_is_uploaded(
        self, server, key, connect, new_bucket, aws_library, tmp_path
    ):
        harness, bucket = connect(server), new_bucket(server)
        paths = [written(tmp_path, f"of {size}", size) for size in sizes(server)]
        outcomes = harness.upload(bucket, paths, client_side=ClientSideKey(key, CONTEXT))
        assert [one.result for one in outcomes] == [Result.VERIFIED] * len(paths)
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

    def test_a_copy_can_still_be_decrypted(
        self, server, key, connect, new_bucket, aws_library, tmp_path
    ):
        harness, bucket = connect(server), new_bucket(server)
        harness.upload(bucket, [written(tmp_path, "file", 5000)], client_side=ClientSideKey(key))
        plan = CopyPlan(bucket, Destination(bucket, "to/"), (ObjectRef("file"),))
        harness.run(CopyObjects(harness.connection, plan, CopySizes()))
        copied = aws_library.get_object(Bucket=bucket, Key="to/file")["Body"].read()
        assert copied == (tmp_path / "file").read_bytes()

    def test_an_empty_folder_stays_one(self, server, key, connect, new_bucket, tmp_path):
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


@pytest.fixture
def download(server, key, connect, tmp_path):
    """Return `download(bucket, *keys)`: the results, of files in `tmp_path / "saved"`."""
    harness = connect(server)

    def download(bucket, *keys, context=CONTEXT, legacy=Legacy.NONE, with_key=key, more=()):
        reading = ClientSideReading(ClientSideKey(with_key, context), legacy)
        request = DownloadRequest(
            harness.connection,
            bucket,
            str(tmp_path / "saved"),
            tuple(map(requested_object, keys)),
            more,
            strip="",
            if_exists=IfExists.OVERWRITE,
            client_side=reading,
        )
        return harness.run(DownloadObjects(request)).results

    return download


def left(folder):
    """Return all files that a download left, also hidden ones."""
    return sorted(path.name for path in (folder / "saved").rglob("*") if path.is_file())


class TestDownload:
    def test_what_aws_library_stores_is_decrypted(
        self, server, new_bucket, aws_library, download, tmp_path
    ):
        bucket = new_bucket(server)
        files = {f"of {size}": written(tmp_path, f"{size}", size) for size in sizes(server)}
        for name, path in files.items():
            context = {"EncryptionContext": dict(CONTEXT)}
            if path.stat().st_size < MIB:
                aws_library.put_object(Bucket=bucket, Key=name, Body=path.read_bytes(), **context)
            else:
                aws_library.upload_file(str(path), bucket, name, **context)
        results = download(bucket, *files)
        assert {one.ended for one in results} == {FileOutcome.CHECKED}
        assert {one.check for one in results} == {DECRYPTED}
        assert {one.remarks for one in results} == {()}
        for name, path in files.items():
            assert (tmp_path / "saved" / name).read_bytes() == path.read_bytes()
        assert {one.key: one.size for one in results} == {
            name: path.stat().st_size for name, path in files.items()
        }
        assert left(tmp_path) == sorted(files)

    def test_other_objects_are_saved_as_they_are(
        self, server, new_bucket, aws_library, download, tmp_path
    ):
        bucket = new_bucket(server)
        context = {"EncryptionContext": dict(CONTEXT)}
        aws_library.put_object(Bucket=bucket, Key="a/encrypted", Body=b"1", **context)
        server.client("s3").put_object(Bucket=bucket, Key="a/plain", Body=b"2")
        results = download(bucket, more=("a/",))
        assert [one.ended for one in results] == [FileOutcome.CHECKED] * 2
        assert {one.key: one.remarks for one in results} == {
            "a/encrypted": (),
            "a/plain": (NOT_ENCRYPTED,),
        }
        assert (tmp_path / "saved" / "a" / "encrypted").read_bytes() == b"1"
        assert (tmp_path / "saved" / "a" / "plain").read_bytes() == b"2"

    @pytest.mark.parametrize("size", [10, 2 * MIB])
    def test_an_answer_decrypts_what_was_asked_about_and_is_kept(
        self, server, key, connect, new_bucket, aws_library, tmp_path, size
    ):
        harness, bucket = connect(server), new_bucket(server)
        content = os.urandom(size)
        context = {"EncryptionContext": dict(CONTEXT)}
        aws_library.put_object(Bucket=bucket, Key="a/secret", Body=content, **context)
        server.client("s3").put_object(Bucket=bucket, Key="a/plain", Body=b"2")
        asking = DownloadRequest(
            harness.connection, bucket, str(tmp_path / "to"), prefixes=("a/",), asks=True
        )
        asked = {one.key: one.ended for one in harness.run(DownloadObjects(asking)).results}
        assert asked == {"a/secret": FileOutcome.ENCRYPTED, "a/plain": FileOutcome.CHECKED}
        answered = replace(asking, client_side=ClientSideReading(ClientSideKey(key, CONTEXT)))
        only = (("a/secret", None),)
        (result,) = harness.run(DownloadObjects(answered, resumed=True, only=only)).results
        assert (result.ended, result.check) == (FileOutcome.CHECKED, DECRYPTED)
        assert (tmp_path / "to" / "a" / "secret").read_bytes() == content
        again = harness.run(DownloadObjects(answered, resumed=True)).results
        assert [one.earlier for one in again] == [True, True]


class TestNothingWrongIsSaved:
    @pytest.fixture
    def server(self, demo_server):
        return demo_server

    @pytest.mark.parametrize("size", [1000, 2 * MIB])
    def test_what_does_not_fit_is_never_saved(
        self, server, new_bucket, aws_library, download, tmp_path, size
    ):
        s3, bucket = server.client("s3"), new_bucket(server)
        content = os.urandom(size)
        for name in ("right", "other"):
            aws_library.put_object(
                Bucket=bucket, Key=name, Body=content, EncryptionContext=dict(CONTEXT)
            )
        right = s3.get_object(Bucket=bucket, Key="right")
        data, metadata = right["Body"].read(), right["Metadata"]
        other = s3.head_object(Bucket=bucket, Key="other")["Metadata"]
        wrong = {
            "truncated": (data[:-1], metadata),
            "without its tag": (data[:-16], metadata),
            "shorter than a tag": (data[:15], metadata),
            "empty": (b"", metadata),
            "longer": (data + b"0", metadata),
            "metadata of another": (data, other),
            "another key": (data, metadata | {"x-amz-3": other["x-amz-3"]}),
            "another commitment": (data, metadata | {"x-amz-d": other["x-amz-d"]}),
            "another message": (data, metadata | {"x-amz-i": other["x-amz-i"]}),
            "no commitment": (data, {k: v for k, v in metadata.items() if k != "x-amz-d"}),
            "broken commitment": (data, metadata | {"x-amz-d": "%"}),
            "another algorithm": (data, metadata | {"x-amz-c": "112"}),
            "no metadata": (data, {}),
            "plain text instead": (content, {}),
            "empty and plain": (b"", {}),
            "an instruction file": (content, {"x-amz-crypto-instr-file": ""}),
            "two generations": (data, metadata | {"x-amz-key-v2": metadata["x-amz-3"]}),
        }
        for name, (body, envelope) in wrong.items():
            s3.put_object(Bucket=bucket, Key=name, Body=body, Metadata=envelope)
        results = download(bucket, *wrong)
        assert {one.key for one in results if one.ended is FileOutcome.FAILED} == set(wrong)
        assert not any(one.check for one in results)
        assert [name for name in left(tmp_path) if not name.endswith(".s3enc-part")] == []
        saved = [path.read_bytes() for path in (tmp_path / "saved").rglob("*") if path.is_file()]
        assert not any(content[:16] in one or content[-16:] in one for one in saved)

    def test_a_flipped_bit_anywhere_is_never_saved(
        self, server, new_bucket, aws_library, download, tmp_path
    ):
        s3, bucket = server.client("s3"), new_bucket(server)
        aws_library.put_object(
            Bucket=bucket, Key="key", Body=bytes(300), EncryptionContext=dict(CONTEXT)
        )
        stored = s3.get_object(Bucket=bucket, Key="key")
        data = stored["Body"].read()

        @settings(
            max_examples=8,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        )
        @given(st.integers(0, len(data) * 8 - 1))
        def flipped(bit):
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            s3.put_object(Bucket=bucket, Key="key", Body=changed, Metadata=stored["Metadata"])
            (result,) = download(bucket, "key")
            assert result.error.code == "ClientSideAuthentication"
            assert left(tmp_path) == []

        flipped()

    @pytest.mark.parametrize("size", [10, 2 * MIB])
    def test_the_context_must_be_given(
        self, server, new_bucket, aws_library, download, tmp_path, size
    ):
        bucket = new_bucket(server)
        aws_library.put_object(
            Bucket=bucket, Key="k", Body=bytes(size), EncryptionContext=dict(CONTEXT)
        )
        (result,) = download(bucket, "k", context=(("department", "sales"),))
        assert result.error.code == "ClientSideContext"
        assert "department=finance, purpose=backup" in result.error.detail
        assert left(tmp_path) == []

    @pytest.mark.parametrize("size", [10, 2 * MIB])
    def test_another_key_does_not_decrypt(
        self, server, new_bucket, aws_library, download, tmp_path, size
    ):
        bucket = new_bucket(server)
        aws_library.put_object(
            Bucket=bucket, Key="k", Body=bytes(size), EncryptionContext=dict(CONTEXT)
        )
        other = server.client("kms").create_key()["KeyMetadata"]["Arn"]
        (result,) = download(bucket, "k", with_key=other)
        assert result.ended is FileOutcome.FAILED
        assert "the key with which the object was encrypted" in result.error.command_hint
        assert left(tmp_path) == []


class TestOlderGenerations:
    CONTENT = b"older " * 1000

    @pytest.fixture
    def server(self, demo_server):
        return demo_server

    @pytest.fixture
    def bucket(self, server, new_bucket, key):
        """A bucket with objects of older clients."""
        bucket = new_bucket(server)
        session = boto3.Session(server.access_key, server.secret_key, region_name=server.region)
        kms = session.client("kms", endpoint_url=server.kms_endpoint_url)
        config = S3EncryptionClientConfig(
            KmsKeyring(kms, key),
            encryption_algorithm=AlgorithmSuite.ALG_AES_256_GCM_IV12_TAG16_NO_KDF,
            commitment_policy=CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT,
        )
        client = session.client("s3", endpoint_url=server.endpoint_url)
        S3EncryptionClient(client, config).put_object(
            Bucket=bucket, Key="v2", Body=self.CONTENT, EncryptionContext=dict(CONTEXT)
        )
        s3, iv = server.client("s3"), bytes(range(16))
        described = {"kms_cmk_id": key}
        made = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=described)
        padder = padding.PKCS7(128).padder()
        padded = padder.update(self.CONTENT) + padder.finalize()
        cbc = Cipher(algorithms.AES(made["Plaintext"]), modes.CBC(iv)).encryptor()
        envelope = {
            "x-amz-key": base64.b64encode(made["CiphertextBlob"]).decode(),
            "x-amz-iv": base64.b64encode(iv).decode(),
            "x-amz-matdesc": json.dumps(described),
            "x-amz-wrap-alg": "kms",
        }
        data = cbc.update(padded) + cbc.finalize()
        s3.put_object(Bucket=bucket, Key="v1", Body=data, Metadata=envelope)
        s3.put_object(Bucket=bucket, Key="in a file", Body=data)
        s3.put_object(
            Bucket=bucket,
            Key="in a file.instruction",
            Body=json.dumps(envelope),
            Metadata={"x-amz-crypto-instr-file": ""},
        )
        return bucket

    @pytest.mark.parametrize(
        ("name", "allowed", "needs"),
        [
            ("v2", Legacy.NONE, "v2"),
            ("v1", Legacy.NONE, "cbc"),
            ("v1", Legacy.V2, "cbc"),
            ("in a file", Legacy.V2, "cbc"),
        ],
    )
    def test_they_are_refused_until_allowed(self, bucket, download, tmp_path, name, allowed, needs):
        (result,) = download(bucket, name, legacy=allowed)
        assert result.error.code == "ClientSideLegacy"
        assert f"--allow-legacy-client-side {needs}" in result.error.command_hint
        assert left(tmp_path) == []

    @pytest.mark.parametrize(
        ("name", "allowed", "context", "authentic"),
        [
            ("v2", Legacy.V2, CONTEXT, True),
            ("v2", Legacy.CBC, CONTEXT, True),
            ("v1", Legacy.CBC, (), False),
            ("in a file", Legacy.CBC, (), False),
        ],
    )
    def test_they_are_read_where_they_are_allowed(
        self, bucket, download, tmp_path, name, allowed, context, authentic
    ):
        (result,) = download(bucket, name, legacy=allowed, context=context)
        assert result.ended is (FileOutcome.CHECKED if authentic else FileOutcome.ARRIVED)
        assert (UNAUTHENTICATED in result.remarks) is not authentic
        assert (tmp_path / "saved" / name).read_bytes() == self.CONTENT


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.RENAME])
def test_the_boto3_script_encrypts_as_the_program(
    demo_server, new_bucket, tmp_path, monkeypatch, connect, policy
):
    harness, bucket = connect(demo_server), new_bucket(demo_server)
    key = demo_server.client("kms").create_key()["KeyMetadata"]["Arn"]
    files = [written(tmp_path, "small", 1000), written(tmp_path, "large", 17 * MIB)]
    items = [UploadItem(str(path), path.name, path.stat().st_size) for path in files]
    items.append(UploadItem(str(tmp_path), "folder/", 0))
    options = UploadOptions(client_side=ClientSideKey(key, CONTEXT), if_exists=policy)
    code = boto3_code(
        harness.connection, demo_server.region, UploadPlan(bucket, tuple(items), options)
    )
    for _ in range(1 if policy is IfExists.FAIL else 2):
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
    request = DownloadRequest(
        harness.connection,
        bucket,
        str(tmp_path / "saved"),
        prefixes=("",),
        client_side=ClientSideReading(ClientSideKey(key, CONTEXT)),
    )
    harness.run(DownloadObjects(request))
    for path in files:
        assert (tmp_path / "saved" / path.name).read_bytes() == path.read_bytes()
    head = demo_server.client("s3").head_object(Bucket=bucket, Key="folder/")
    assert (head["ContentLength"], head["Metadata"]) == (0, {})


@pytest.mark.skipif("S3ENC_LARGE_MIB" not in os.environ, reason="set S3ENC_LARGE_MIB=300")
def test_a_large_file_both_ways(server, connect, new_bucket, tmp_path, aws_library, download, key):
    bucket, size = new_bucket(server), int(os.environ["S3ENC_LARGE_MIB"]) * MIB
    path = written(tmp_path, "ours", size)
    connect(server).upload(bucket, [path], client_side=ClientSideKey(key))
    assert aws_library.get_object(Bucket=bucket, Key="ours")["Body"].read() == path.read_bytes()
    aws_library.upload_file(str(path), bucket, "theirs")
    (result,) = download(bucket, "theirs", context=())
    assert result.check == DECRYPTED
    assert (tmp_path / "saved" / "theirs").read_bytes() == path.read_bytes()
