from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.server.refused_headers import (
    CHECKSUM,
    CONDITION,
    ENCRYPTION,
    METADATA_DIRECTIVE,
    TAGGING_DIRECTIVE,
    RefusedHeaders,
    named_headers,
    names_header,
    names_none,
    refuses_checksum,
)
from s3enc_gui.s3.server.reported_encryption import ReportedEncryption
from s3enc_gui.s3.transport.responses import UNREPORTED

R2 = "The server said: “Header 'x-amz-server-side-encryption' with value 'AES256' not implemented.”"
S3 = "A header you provided implies functionality that is not implemented"
FIELD = f"{S3} (Header: If-None-Match)."


def error(detail, code="NotImplemented"):
    return AppError("x", detail, code=code)


@pytest.mark.parametrize(
    ("said", "names"),
    [(R2, {ENCRYPTION}), (FIELD, {CONDITION}), (S3, set()), ("No x-amz- here.", set())],
)
def test_the_headers_that_a_message_names(said, names):
    assert named_headers(said) == names


@pytest.mark.parametrize(
    ("found", "checksum"),
    [
        (error(S3), True),
        (error("Unknown x-amz-checksum-crc64nvme."), True),
        (error("CRC64NVME is not implemented"), True),
        # 501 is about the header that it names.
        (error(R2), False),
        (error(FIELD), False),
        (error("Unknown checksum", "InvalidRequest"), True),
        (error(R2, "InvalidArgument"), False),
        (error("Unknown checksum", "AccessDenied"), False),
    ],
)
def test_whether_a_refusal_is_about_the_checksum(found, checksum):
    assert refuses_checksum(found) is checksum


def test_a_refusal_without_a_name():
    assert names_none(error(S3))
    assert not names_none(error(R2))
    assert not names_none(error(S3, "AccessDenied"))
    assert names_header(error(FIELD), CONDITION)
    assert not names_header(error(FIELD, "AccessDenied"), CONDITION)


def test_each_notice_is_given_once():
    told: list[ServerNotice] = []
    refused = RefusedHeaders(told.append)
    refused.learn([TAGGING_DIRECTIVE, METADATA_DIRECTIVE])
    refused.learn([TAGGING_DIRECTIVE, CHECKSUM])
    assert told == [ServerNotice.NO_DIRECTIVES, ServerNotice.NO_CHECKSUMS]
    assert refused.refuses(CHECKSUM)
    assert not refused.refuses(CONDITION)


@pytest.mark.parametrize("found", [error(S3), error(FIELD)])
def test_a_condition_that_was_honored_is_never_left_out(found):
    other = ConditionalWrites("https://s3.example.com")
    assert other.refused_by(found)
    other.note_refusal()
    assert other.condition == {}
    amazon = ConditionalWrites("https://s3.eu-west-1.amazonaws.com")
    assert not amazon.refused_by(found)
    assert amazon.condition == {"IfNoneMatch": "*"}


WRITE, NAMED = "PutObject", [ENCRYPTION]


@pytest.mark.parametrize(
    ("operation", "named", "silent"),
    [
        (WRITE, NAMED, True),
        (WRITE, [f"{ENCRYPTION}-aws-kms-key-id"], True),
        (WRITE, ["x-amz-storage-class"], False),
        ("HeadObject", NAMED, False),
        ("GetBucketEncryption", [], True),
        ("GetBucketVersioning", [], False),
    ],
)
def test_what_shows_that_a_server_does_not_report_encryption(operation, named, silent):
    told: list[ServerNotice] = []
    known = ReportedEncryption("https://s3.example.com", told.append)
    known.note_refusal(operation, named)
    known.note_refusal(operation, named)
    assert known.is_silent is silent
    known.mark({}, is_read=False)
    assert told == [], "the response to a write may lack what HEAD reports"
    for _ in range(2):
        fields: dict[str, object] = {}
        known.mark(fields)
        assert (UNREPORTED in fields) is silent
    assert told == [ServerNotice.NO_ENCRYPTION_REPORTED] * silent
    assert known.completed(EncryptionStatus()).unreported is silent
    known.mark({"ServerSideEncryption": "AES256"})
    assert not known.is_silent, "it has reported the encryption of an object"


def test_aws_always_reports():
    known = ReportedEncryption("https://s3.eu-west-1.amazonaws.com")
    known.note_refusal(WRITE, NAMED)
    assert not known.is_silent
    assert not known.needs_probe()


def test_nothing_is_said_of_a_server_that_reports_encryption_but_no_default():
    told: list[ServerNotice] = []
    known = ReportedEncryption("https://s3.example.com", told.append)
    known.note_refusal("GetBucketEncryption", [])
    known.mark({"ServerSideEncryption": "AES256"})
    known.mark({})
    assert told == []


def test_a_server_that_is_known_not_to_report():
    known = ReportedEncryption("https://abc.r2.cloudflarestorage.com")
    assert known.is_silent
    assert not known.needs_probe()
