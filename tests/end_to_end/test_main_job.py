"""The main task in the demo: select the encryption, upload, see the result."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.end_to_end

BUCKET = "demo-bucket"


@pytest.fixture
def start_demo(start):
    return lambda *arguments: start("--demo", "--bucket", BUCKET, *arguments)


@pytest.fixture
def test_key_arn(demo_server):
    """The same in every demo, because its key IDs are seeded."""
    return demo_server.client("kms").describe_key(KeyId="alias/test_key")["KeyMetadata"]["Arn"]


def test_sse_s3(start_demo, text):
    wizard = start_demo("--prefix", "s3", text).wizard()
    wizard.wait_for_files("text.txt").go_to("Set properties").choose_sse_s3()
    wizard.press("Upload")
    assert_verified(wizard, "Amazon S3 master-key (SSE-S3)")


@pytest.mark.parametrize("key", ["aws/s3", "test_key"])
def test_kms_key_from_the_list(start_demo, text, key):
    wizard = start_demo("--prefix", "kms", text).wizard()
    wizard.wait_for_files("text.txt").go_to("Set properties").choose_kms(key)
    wizard.press("Upload")
    assert_verified(wizard, "AWS KMS master-key (SSE-KMS)")
    assert wizard.detail("KMS key") == key


def test_custom_arn(start_demo, text, test_key_arn):
    wizard = start_demo("--prefix", "arn", text).wizard()
    wizard.wait_for_files("text.txt").go_to("Set properties")
    wizard.choose_kms("Custom KMS ARN", test_key_arn)
    wizard.press("Upload")
    assert_verified(wizard, "AWS KMS master-key (SSE-KMS)")
    assert wizard.detail("KMS key ARN") == test_key_arn


def assert_verified(wizard, encryption):
    (row,) = wizard.results()
    assert "Verified" in " ".join(row)
    assert wizard.detail("Server-side encryption") == encryption
    assert wizard.detail("Verified").startswith("Verified")
