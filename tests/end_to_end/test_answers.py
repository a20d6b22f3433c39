"""KMS keys that can't be used and bucket policies, in the window."""

from __future__ import annotations

import uuid

import pytest

from tests.end_to_end.waiting import wait_for
from tests.servers.server import OTHER_REGION

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def wizard_at(start, text):
    """Open the wizard on a server's bucket, at `Set properties`, with text.txt in it."""

    def wizard_at(server, bucket):
        where = ["--bucket", bucket, "--prefix", uuid.uuid4().hex]
        program = start(*where, text, **server.environment())
        wizard = program.wizard().wait_for_files("text.txt")
        wizard.wait_until_ready()
        return wizard.go_to("Set properties")

    return wizard_at


def wait_for_text(wizard, text):
    """Wait until the wizard shows a text."""
    wait_for(lambda: text in wizard.dialog.dump(), 20, what=text, otherwise=wizard.dialog.dump)


def disabled(server):
    arn = server.new_key()
    server.disable_key(arn)
    return arn


def pending_deletion(server):
    arn = server.new_key()
    server.delete_key(arn)
    return arn


def of_another_region(server):
    return server.new_key(OTHER_REGION)


def unknown(server):
    return "alias/missing"


@pytest.mark.localstack
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (disabled, "The KMS key is disabled"),
        (pending_deletion, "The KMS key is scheduled for deletion"),
        (of_another_region, "The key is in a different Region than the bucket"),
        (unknown, "The KMS key doesn't exist"),
    ],
)
def test_a_key_that_cannot_be_used(localstack, new_bucket, wizard_at, make, message):
    wizard = wizard_at(localstack, new_bucket(localstack))
    wizard.choose_kms("Custom KMS ARN", make(localstack))
    wait_for_text(wizard, message)
    assert not wizard.dialog.find("push button", "Upload").enabled


@pytest.mark.localstack
def test_aws_s3_before_it_exists(localstack, new_bucket, wizard_at):
    wizard = wizard_at(localstack, new_bucket(localstack))
    wizard.choose_kms("aws/s3")
    wizard.press("Upload")
    (row,) = wizard.results()
    assert "Verified" in row
    assert wizard.detail("KMS key") == "aws/s3"


def test_a_policy_that_requires_kms(demo_server, wizard_at):
    wizard = wizard_at(demo_server, "demo-policy")
    wizard.choose_sse_s3()
    wizard.press("Upload anyway")
    (row,) = wizard.results()
    assert "Failed" in row
    wait_for_text(wizard, "policy")


def test_what_a_policy_requires_is_chosen_with_one_click(demo_server, wizard_at):
    wizard = wizard_at(demo_server, "demo-policy")
    wizard.choose_sse_s3()
    wizard.press("Next")
    wizard.press("Use SSE-KMS")
    wizard.press("Upload")
    (row,) = wizard.results()
    assert "Verified" in row


def test_a_policy_allows_the_key(demo_server, wizard_at):
    wizard = wizard_at(demo_server, "demo-policy")
    wizard.choose_kms("test_key")
    wizard.press("Upload")
    (row,) = wizard.results()
    assert "Verified" in row


def test_dropped_encryption(seaweedfs, new_bucket, wizard_at):
    """SeaweedFS answers 200 to DSSE-KMS and stores the object without encryption."""
    arn = seaweedfs.new_key()
    wizard = wizard_at(seaweedfs, new_bucket(seaweedfs))
    wizard.dialog.find("radio button", "AWS KMS master-key, dual-layer (DSSE-KMS)").check()
    wizard.dialog.find("combo box", label="KMS key").choose("Custom KMS ARN")
    wizard.dialog.find("text", "Custom KMS ARN").type_text(arn)
    wizard.press("Upload")
    (row,) = wizard.results()
    assert "Stored differently" in row
    wait_for_text(wizard, "Delete the object")
