"""The main job in a real window on the demo: drop, choose the key, upload, see the proof."""

from __future__ import annotations

import pytest

from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import Program

pytestmark = pytest.mark.end_to_end

BUCKET = "demo-bucket"


@pytest.fixture(scope="module")
def desktop():
    with Desktop() as desktop:
        yield desktop


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("A text.\n", encoding="utf-8")
    return path


@pytest.fixture
def start(desktop):
    programs = []

    def start(*arguments, **environment):
        programs.append(Program(desktop, ["--demo", *arguments], **environment))
        return programs[-1]

    yield start
    for program in programs:
        program.close()


@pytest.fixture(scope="module")
def test_key_arn():
    from s3enc_gui.demo.process import DemoServer

    with DemoServer() as demo:
        import boto3

        credentials = {name.lower(): value for name, value in demo.environment.items()}
        kms = boto3.client(
            "kms",
            endpoint_url=demo.endpoint_url,
            region_name=demo.region,
            aws_access_key_id=credentials["aws_access_key_id"],
            aws_secret_access_key=credentials["aws_secret_access_key"],
        )
        return kms.describe_key(KeyId="alias/test_key")["KeyMetadata"]["Arn"]  # ids are seeded


def test_sse_s3(start, text):
    wizard = start("--bucket", BUCKET, "--prefix", "s3", text).wizard()
    wizard.wait_for_files("text.txt").go_to("Set properties").choose_sse_s3()
    wizard.press("Upload")
    assert_verified(wizard, "Amazon S3 master-key (SSE-S3)")


@pytest.mark.parametrize("key", ["aws/s3", "test_key"])
def test_kms_key_from_the_list(start, text, key):
    wizard = start("--bucket", BUCKET, "--prefix", "kms", text).wizard()
    wizard.wait_for_files("text.txt").go_to("Set properties").choose_kms(key)
    wizard.press("Upload")
    assert_verified(wizard, "AWS KMS master-key (SSE-KMS)")
    assert wizard.detail("KMS key") == key


def test_custom_arn(start, text, test_key_arn):
    wizard = start("--bucket", BUCKET, "--prefix", "arn", text).wizard()
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
