"""Encryption context over both transports: sent, proved by the response, resumed, copied."""

from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect
from s3enc_gui.domain.encryption.context import context_header
from s3enc_gui.domain.history.receipt import Receipt, plain
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.s3.session.aws_session import AwsSession
from tests.servers.hostile.stored import CONTEXT

pytestmark = pytest.mark.contract

PAIRS = (("department", "Köln"), ("project", "tax"))
KEY = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
KMS = EncryptionChoice(Encryption.SSE_KMS, KEY, context=PAIRS[::-1])
CREATING = {"small": "PutObject", "large": "CreateMultipartUpload"}
OTHER = context_header((("department", "Bonn"),))


@pytest.fixture(params=list(CREATING))
def file(request, small, large):
    return {"small": small, "large": large}[request.param]


def upload(harness, path, choice=KMS):
    (outcome,) = harness.upload("bucket", [path], choice)
    return outcome


def finding(outcome):
    (found,) = (one for one in outcome.proof.findings if one.aspect is Aspect.CONTEXT)
    return found


def creation(hostile, path):
    operation = CREATING[path.stem]
    return next(one for one in hostile.requests if one.operation == operation)


@pytest.mark.parametrize("kind", [Encryption.SSE_KMS, Encryption.DSSE_KMS])
def test_the_response_to_the_creation_proves_it(hostile, harness, file, kind):
    outcome = upload(harness, file, EncryptionChoice(kind, KEY, context=PAIRS))
    assert outcome.result is Result.VERIFIED, outcome.proof.doubts
    assert creation(hostile, file).headers[CONTEXT] == context_header(PAIRS)
    assert hostile.objects[file.name].headers[CONTEXT] == context_header(PAIRS)
    assert finding(outcome).stored == "department=Köln, project=tax"
    document = json.loads(json.dumps(plain(Receipt.of(outcome, "bucket")), default=str))
    assert document["encryption_context"] == {"department": "Köln", "project": "tax"}


def test_without_a_context_nothing_is_sent_or_compared(hostile, harness, file):
    outcome = upload(harness, file, EncryptionChoice(Encryption.SSE_KMS, KEY))
    assert outcome.result is Result.VERIFIED
    assert CONTEXT not in creation(hostile, file).headers
    assert Aspect.CONTEXT not in [one.aspect for one in outcome.proof.findings]
    assert plain(Receipt.of(outcome, "bucket"))["encryption_context"] is None


def test_a_server_that_does_not_return_it_proves_nothing(hostile, harness, file):
    hostile.without(CREATING[file.stem], CONTEXT)
    outcome = upload(harness, file)
    assert outcome.result is Result.CANNOT_TELL
    assert "S3 doesn't report it later" in str(finding(outcome).stored)


@pytest.mark.parametrize("said", [OTHER, context_header(())])
def test_another_context_in_the_response_is_a_difference(hostile, harness, file, said):
    def lie(request, work):
        answer = work()
        answer.headers[CONTEXT] = said
        return answer

    hostile.change(CREATING[file.stem], lie)
    assert upload(harness, file).result is Result.DIFFERENT


def test_an_unreadable_context_in_the_response_proves_nothing(hostile, harness, file):
    def garble(request, work):
        answer = work()
        answer.headers[CONTEXT] = "%%%"
        return answer

    hostile.change(CREATING[file.stem], garble)
    assert upload(harness, file).result is Result.CANNOT_TELL


@pytest.mark.parametrize("transport", [AwsSession.botocore_transport, AwsSession.mixed_transport])
def test_the_demo_answers_as_s3_does(
    demo_server, new_bucket, connect, monkeypatch, transport, small
):
    monkeypatch.setattr(AwsSession, "mixed_transport", transport)
    bucket = new_bucket(demo_server)
    choice = EncryptionChoice(Encryption.SSE_KMS, context=PAIRS)
    (outcome,) = connect(demo_server).upload(bucket, [small], choice)
    assert outcome.result is Result.VERIFIED, outcome.proof.doubts
    head = demo_server.client("s3").head_object(Bucket=bucket, Key=small.name)
    assert CONTEXT not in head["ResponseMetadata"]["HTTPHeaders"]
