"""Client-side encryption on servers that lie: nothing wrong is saved, and nothing is verified."""

from __future__ import annotations

import base64
import json
import os
from itertools import product

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from s3enc_gui.domain.client_side.choice import ClientSideKey, ClientSideReading, Legacy
from s3enc_gui.domain.downloads.download import (
    DECRYPTED,
    DOWNLOADED,
    NOT_ENCRYPTED,
    DownloadRequest,
    requested_object,
)
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.downloads.run import SMALL
from tests.servers.hostile.answers import NOT_S3, refusal
from tests.servers.hostile.stored import CHECKSUM

pytestmark = pytest.mark.contract

CONTEXT = (("department", "finance"),)
META = "x-amz-meta-"
RANGE = SMALL // 2
SIZES = [1000, SMALL + 5000]  # one request; a part file


@pytest.fixture
def key(demo_server):
    return demo_server.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture
def harness(demo_server, hostile, connect, no_pauses, monkeypatch):
    """A hostile S3, and a KMS that is right."""
    made = connect(hostile.server)
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", demo_server.kms_endpoint_url)
    return made


@pytest.fixture
def stored(harness, hostile, key, tmp_path):
    """Return `stored(name, size)`: encrypts a file, and returns its content."""

    def stored(name, size, context=CONTEXT):
        path = tmp_path / name
        path.write_bytes(os.urandom(size))
        (outcome,) = harness.upload("bucket", [path], client_side=ClientSideKey(key, context))
        assert outcome.result is Result.VERIFIED
        return path.read_bytes()

    return stored


@pytest.fixture
def download(harness, key, tmp_path):
    """Return `download(*names)`, or of all: the results, of files in `tmp_path / "saved"`."""

    def download(*names, legacy=Legacy.NONE, context=CONTEXT):
        request = DownloadRequest(
            harness.connection,
            "bucket",
            str(tmp_path / "saved"),
            tuple(map(requested_object, names)),
            () if names else ("",),
            strip="",
            client_side=ClientSideReading(ClientSideKey(key, context), legacy),
        )
        return harness.run(DownloadObjects(request, range_size=RANGE)).results

    return download


def saved(folder):
    """Files under their final names."""
    found = (one for one in (folder / "saved").rglob("*") if one.is_file())
    return {one.name: one.read_bytes() for one in found if not one.name.endswith(".s3enc-part")}


def answers(hostile, change, *operations):
    """Change what the server answers about `victim`."""

    def wrap(request, work):
        answer = work()
        if request.key.endswith("victim") and answer.status < 300:
            changed = change(request, answer)
            return answer if changed is None else changed
        return answer

    for operation in operations or ("GetObject", "HeadObject"):
        hostile.change(operation, wrap)


def in_body(edit):
    def change(request, answer):
        answer.body = edit(answer.body)

    return change


def with_length(edit):
    """Edit the body, and answer as if that were the object."""

    def change(request, answer):
        answer.drop("Content-Range", "ETag")
        answer.status, answer.body = 200, edit(answer.body)
        answer.headers["ETag"] = '"0"'

    return change


def flipped(at):
    return in_body(lambda body: body and bytes((*body[:at], body[at] ^ 1, *body[at:][1:])))


def headers(**changes):
    def change(request, answer):
        for name, value in changes.items():
            name = META + name.replace("_", "-")
            answer.drop(name)
            if value is not None:
                answer.headers[name] = value

    return change


def no_checksums(request, answer):
    answer.drop(*[one for one in answer.headers if one.startswith(CHECKSUM)], "ETag")
    answer.headers["ETag"] = '"00"'


def both(*changes):
    def change(request, answer):
        for one in changes:
            one(request, answer)

    return change


LIES = {
    "first byte": both(no_checksums, flipped(0)),
    "last byte": both(no_checksums, in_body(lambda b: b and b[:-1] + bytes([b[-1] ^ 1]))),
    "another body": both(no_checksums, in_body(lambda body: bytes(len(body)))),
    "shorter": both(no_checksums, in_body(lambda body: body[:-1])),
    "without its tag": both(no_checksums, in_body(lambda body: body[:-16])),
    "longer": both(no_checksums, in_body(lambda body: body + b"0" * bool(body))),
    "empty": both(no_checksums, in_body(lambda body: b"")),
    "an error with 200": lambda r, a: refusal(200, "InternalError") if r.method == "GET" else None,
    "a page": lambda r, a: NOT_S3 if r.method == "GET" else None,
    "the whole object as every range": both(
        no_checksums, lambda r, a: a.__setattr__("status", 200) or a.drop("Content-Range")
    ),
    "no metadata": headers(**{f"x_amz_{one}": None for one in ("3", "c", "d", "i", "t", "w")}),
    "no metadata in HeadObject": lambda r, a: (
        headers(**{f"x_amz_{one}": None for one in ("3", "c", "d", "i", "t", "w")})(r, a)
        if r.method == "HEAD"
        else None
    ),
    "an instruction file": both(
        headers(**{f"x_amz_{one}": None for one in ("3", "c", "d", "i", "t", "w")}),
        headers(x_amz_crypto_instr_file=""),
    ),
    "another algorithm": headers(x_amz_c="112"),
    "another wrapping": headers(x_amz_w="99"),
    "AES wrapping": headers(x_amz_w="02"),
    "no wrapping": headers(x_amz_w=None),
    "no commitment": headers(x_amz_d=None),
    "no message": headers(x_amz_i=None),
    "no context": headers(x_amz_t=None),
    "empty context": headers(x_amz_t="{}"),
    "context of the other kind": headers(x_amz_m='{"department": "finance"}', x_amz_t=None),
    "context that is no JSON": headers(x_amz_t="{"),
    "context that is a list": headers(x_amz_t="[]"),
    "deep context": headers(x_amz_t="[" * 1000),
    "key that is no Base64": headers(x_amz_3="%%%"),
    "no key": headers(x_amz_3=None),
    "empty key": headers(x_amz_3=""),
}


def check(results, files, folder):
    """Nothing but the right content is under a final name, or said to be decrypted."""
    found = saved(folder)
    for result in results:
        name = result.key
        if NOT_ENCRYPTED in result.remarks and result.check != DECRYPTED:
            files[name] = found[name]  # said as it is, in a folder
        elif result.check == DECRYPTED or result.ended in DOWNLOADED:
            assert found.get(name) == files[name], result
    for name, content in found.items():
        assert content == files.get(name), name


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("lie", LIES)
def test_nothing_wrong_is_saved(hostile, stored, download, tmp_path, size, is_named, lie):
    files = {"victim": stored("victim", size)}
    answers(hostile, LIES[lie])
    check(download(*files) if is_named else download(), files, tmp_path)


def seal(kms, key, content, context, cek):
    """Encrypt as version 2 of AWS's library, with a key that is really from KMS."""
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=context)
    iv = os.urandom(12)
    data = AESGCM(made["Plaintext"]).encrypt(iv, content, None)
    return data, {
        "x-amz-key-v2": base64.b64encode(made["CiphertextBlob"]).decode(),
        "x-amz-iv": base64.b64encode(iv).decode(),
        "x-amz-matdesc": json.dumps(context),
        "x-amz-wrap-alg": "kms+context",
        "x-amz-cek-alg": cek,
        "x-amz-tag-len": "128",
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("legacy", [Legacy.NONE, Legacy.V2, Legacy.CBC])
def test_an_object_of_v3_is_never_read_as_an_older_one(
    hostile, stored, download, tmp_path, size, legacy
):
    files = {"victim": stored("victim", size)}
    v3 = {k[len(META) :]: v for k, v in hostile.objects["victim"].headers.items() if META in k}
    older = {
        META + "x-amz-key-v2": v3["x-amz-3"],
        META + "x-amz-iv": base64.b64encode(bytes(12)).decode(),
        META + "x-amz-matdesc": v3["x-amz-t"],
        META + "x-amz-wrap-alg": "kms+context",
        META + "x-amz-cek-alg": "AES/GCM/NoPadding",
    }
    hostile.put("victim", hostile.objects["victim"].data, older)
    check(download("victim", legacy=legacy), files, tmp_path)
    cbc = older | {META + "x-amz-cek-alg": "AES/CBC/PKCS5Padding"}
    hostile.put("victim", hostile.objects["victim"].data, cbc)
    check(download("victim", legacy=legacy), files, tmp_path)


@pytest.mark.parametrize("size", SIZES)
def test_objects_that_are_swapped_are_not_taken_for_each_other(
    hostile, stored, download, tmp_path, size
):
    files = {"victim": stored("victim", size)}
    stored("other", size, (("department", "sales"),))
    other = hostile.objects["other"]
    for data, kept in product(
        (hostile.objects["victim"].data, other.data),
        (hostile.objects["victim"].headers, other.headers),
    ):
        envelope = {name: value for name, value in kept.items() if name.startswith(META)}
        hostile.put("victim", data, envelope)
        check(download("victim"), files, tmp_path)
        for one in (tmp_path / "saved").rglob("victim"):
            one.unlink()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "lie", ["flipped", "cut", "other", "huge", "page", "error", "older", "gone", "empty", "list"]
)
def test_an_instruction_file_that_lies_makes_nothing_readable(
    demo_server, hostile, key, download, tmp_path, size, lie
):
    content, context = os.urandom(size), dict(CONTEXT)
    cek = "AES/GCM/NoPadding"
    sealed = {**context, "aws:x-amz-cek-alg": cek}
    data, envelope = seal(demo_server.client("kms"), key, content, sealed, cek)
    _, other = seal(demo_server.client("kms"), key, content, sealed, cek)
    marked = {META + "x-amz-crypto-instr-file": ""}
    hostile.put("victim", data)
    right = json.dumps(envelope).encode()
    hostile.put("victim.instruction", right, marked)
    check(download("victim", legacy=Legacy.V2), {"victim": content}, tmp_path)
    assert saved(tmp_path) == {"victim": content}
    (tmp_path / "saved" / "victim").unlink()
    wrong = {
        "flipped": bytes([right[20] ^ 1]).join((right[:20], right[21:])),
        "cut": right[: len(right) // 2],
        "other": json.dumps(other).encode(),
        "huge": b" " * 70_000 + right,
        "older": json.dumps(envelope | {"x-amz-cek-alg": "AES/CBC/PKCS5Padding"}).encode(),
        "empty": b"",
        "list": b"[]",
    }
    if lie in wrong:
        hostile.put("victim.instruction", wrong[lie], marked)
    elif lie == "gone":
        del hostile.objects["victim.instruction"]
    else:
        said = NOT_S3 if lie == "page" else refusal(200, "InternalError")
        hostile.change(
            "GetObject", lambda r, work: said if r.key.endswith(".instruction") else work()
        )
    for legacy in Legacy:
        results = download("victim", legacy=legacy)
        check(results, {"victim": content}, tmp_path)
        assert saved(tmp_path) == {}


ADDED = {
    "two generations": {"x-amz-key-v2": "AAAA"},
    "the first generation": {"x-amz-key": "AAAA", "x-amz-iv": "AAAA"},
    "mark of an instruction file": {"x-amz-crypto-instr-file": ""},
    "another description": {"x-amz-m": "{}"},
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("added", ADDED)
def test_an_envelope_with_something_added_is_not_verified(
    harness, hostile, key, tmp_path, size, added
):
    path = tmp_path / "victim"
    path.write_bytes(os.urandom(size))
    more = {META + name: value for name, value in ADDED[added].items()}
    answers(hostile, lambda r, a: a.headers.update(more), "HeadObject")
    (outcome,) = harness.upload("bucket", [path], client_side=ClientSideKey(key, CONTEXT))
    assert outcome.result is Result.DIFFERENT
