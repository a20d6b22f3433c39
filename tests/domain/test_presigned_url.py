from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.presigned_url import SigningIdentity, cautions, check_expiry, end_of
from tests.fakes.samples import ARN, DETAILS

URL = "https://my-bucket.s3.eu-central-1.amazonaws.com/a?X-Amz-Signature=x"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PLAIN = replace(DETAILS, status=EncryptionStatus("AES256"))


def cautions_of(details=PLAIN, url=URL, signer=None):
    return cautions(details, url, NOW + timedelta(hours=1), signer or SigningIdentity())


def test_no_cautions():
    assert cautions_of() == ()
    assert cautions_of(signer=SigningIdentity(temporary=True, until=NOW + timedelta(hours=2))) == ()


@pytest.mark.parametrize(
    ("more", "piece"),
    [
        ({"details": DETAILS}, "kms:Decrypt"),
        ({"details": replace(PLAIN, status=EncryptionStatus("aws:kms:dsse", ARN))}, "kms:Decrypt"),
        (
            {"details": replace(PLAIN, status=EncryptionStatus(customer_algorithm="AES256"))},
            "SSE-C",
        ),
        (
            {"details": replace(PLAIN, status=EncryptionStatus("AES256", client_side=True))},
            "client",
        ),
        ({"details": replace(PLAIN, storage_class="GLACIER")}, "restored"),
        (
            {"details": replace(PLAIN, location=Location("my-bucket", "private/../a"))},
            "in a browser",
        ),
        ({"signer": SigningIdentity(temporary=True)}, "temporary"),
        (
            {"signer": SigningIdentity(temporary=True, until=NOW)},
            "expires with your temporary credentials, at 2026-",
        ),
        ({"url": "http://127.0.0.1:9000/b/a"}, "only on this computer"),
        ({"url": "https://localhost/b/a"}, "only on this computer"),
        ({"url": "http://minio.lan/b/a"}, "starts with http://"),
    ],
)
def test_each_caution(more, piece):
    (caution,) = cautions_of(**more)
    assert piece in str(caution)


def test_it_expires_with_the_credentials():
    later = NOW + timedelta(days=1)
    assert end_of(later, SigningIdentity()) == later
    assert end_of(later, SigningIdentity(temporary=True, until=NOW)) == NOW


@pytest.mark.parametrize("seconds", [0, 7 * 24 * 3600 + 1])
def test_invalid_expiry(seconds):
    with pytest.raises(AppError) as caught:
        check_expiry(seconds)
    assert caught.value.code == "InvalidExpiry"
    check_expiry(7 * 24 * 3600)
