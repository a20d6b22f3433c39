from __future__ import annotations

import socket
import ssl

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.transient_errors import concerns_all, is_throttled, outage_kind_of
from s3enc_gui.s3.errors.translation import app_error, unreadable
from s3enc_gui.s3.transport.header_fields import error_of, failure_of
from s3enc_gui.s3.transport.http.connection import NoResponse


def response_error(status, code=""):
    body = f"<Error><Code>{code}</Code></Error>".encode() if code else b""
    return app_error(error_of("PutObject", status, [], body, tries=1))


@pytest.mark.parametrize(
    ("status", "code", "outage_kind"),
    [
        (503, "SlowDown", OutageKind.BUSY),
        (503, "", OutageKind.BUSY),
        (429, "", OutageKind.BUSY),
        (500, "InternalError", OutageKind.OFFLINE),
        (500, "", OutageKind.OFFLINE),
        (502, "", OutageKind.OFFLINE),
        (504, "", OutageKind.OFFLINE),
        (400, "RequestTimeout", OutageKind.OFFLINE),
        (408, "", OutageKind.OFFLINE),
        (400, "ExpiredToken", OutageKind.SIGNED_OUT),
        (403, "RequestTimeTooSkewed", OutageKind.CLOCK),
        (403, "AccessDenied", None),
        (403, "InvalidAccessKeyId", None),
        (404, "NoSuchBucket", None),
        (412, "PreconditionFailed", None),
        (400, "EntityTooLarge", None),
        (507, "", None),
    ],
)
def test_responses(status, code, outage_kind):
    assert outage_kind_of(response_error(status, code)) is outage_kind


@pytest.mark.parametrize(
    "error",
    [
        NoResponse("cut"),
        ConnectionResetError(104, "reset"),
        BrokenPipeError(32, "pipe"),
        ConnectionRefusedError(111, "refused"),
        TimeoutError("slow"),
        socket.gaierror(socket.EAI_AGAIN, "try again"),
        OSError(113, "no route to host"),
        OSError(101, "network is unreachable"),
        ssl.SSLEOFError(8, "EOF occurred in violation of protocol"),
        ssl.SSLZeroReturnError(6, "TLS/SSL connection has been closed (EOF)"),
    ],
)
def test_broken_connections(error):
    found = app_error(failure_of(error, "https://s3.example.org"))
    assert outage_kind_of(found) is OutageKind.OFFLINE


def test_an_unreadable_response():
    assert outage_kind_of(unreadable("CreateMultipartUpload")) is OutageKind.OFFLINE


def test_an_untrusted_certificate():
    error = ssl.SSLCertVerificationError(1, "certificate verify failed: expired")
    assert outage_kind_of(app_error(failure_of(error, "https://s3.example.org"))) is None


@pytest.mark.parametrize("code", ["SlowDown", "503", "429", "KMS.ThrottlingException"])
def test_throttling(code):
    assert is_throttled(AppError("x", code=code))


@pytest.mark.parametrize("code", ["InternalError", "500", "", "AccessDenied"])
def test_no_throttling(code):
    assert not is_throttled(AppError("x", code=code))


def test_throttling_by_kms_is_an_outage():
    error = ClientError({"Error": {"Code": "KMS.ThrottlingException"}}, "PutObject")
    assert outage_kind_of(app_error(error)) is OutageKind.BUSY


@pytest.mark.parametrize(
    ("code", "concerns"),
    [
        ("RequestTimeTooSkewed", True),
        ("ExpiredToken", True),
        ("HttpsRequired", True),
        ("NoHttps", True),
        ("InvalidAccessKeyId", True),
        ("SignatureDoesNotMatch", False),
        ("AccessDenied", False),
        ("SlowDown", False),
    ],
)
def test_errors_that_concern_all_requests(code, concerns):
    assert concerns_all(AppError("x", code=code)) is concerns
