from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.keys.kms_key import KeyAlias
from s3enc_gui.domain.uploads.found import FoundFile
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.jobs.connections.list_connections import Identify
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.listing.buckets import BucketFacts, ReadBucket
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths

CONNECTION = Connection("work")
REGION = "eu-central-1"
ME = Identity("arn:aws:iam::123456789012:user/anna", "123456789012", REGION)
ARN = f"arn:aws:kms:{REGION}:123456789012:key/"
TEST_KEY = "0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"
OLD_KEY = "1ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a222"
ALIASES = (KeyAlias("alias/old_key", OLD_KEY), KeyAlias("alias/test_key", TEST_KEY))


def facts(default=None, last=None, bucket="my-bucket", region=REGION, *, amazon=True):
    default = default or BucketEncryption("AES256")
    return BucketFacts(bucket, region, default, last, region, amazon=amazon)


def found(*names):
    return tuple(FoundFile(f"/home/{name}", name, 10) for name in names)


@pytest.fixture
def wizard(qtbot, runner):
    """The wizard with a file, and a bucket that isn't read yet."""
    wizard = UploadWizard(runner, CONNECTION, "my-bucket", "in", ["/home/a.txt"])
    qtbot.addWidget(wizard)
    wizard.show()
    runner.handle_of(ScanPaths).succeed(Scanned(found("a.txt")))
    return wizard


@pytest.fixture
def ready(wizard, runner):
    """The wizard with everything that an upload needs."""
    runner.handle_of(ReadBucket).succeed(facts())
    return wizard


@pytest.fixture
def with_keys(wizard, runner):
    """The wizard with a bucket that encrypts with test_key, and with listed keys."""
    default = BucketEncryption("aws:kms", ARN + TEST_KEY, bucket_key=True)
    runner.handle_of(ReadBucket).succeed(facts(default))
    runner.handle_of(ListKeys).succeed(ALIASES)
    return wizard


@pytest.fixture
def known(ready, runner):
    """The wizard with a caller and a bucket, whose settings aren't read yet."""
    runner.handle_of(Identify).succeed(ME)
    return ready
