from __future__ import annotations

import uuid

import pytest

from s3enc_gui.demo.launcher import DemoServer
from tests.servers.server import Server


@pytest.fixture(scope="session")
def demo():
    with DemoServer() as server:
        yield server


@pytest.fixture(scope="session")
def client_of(demo):
    """Creates boto3 clients for the demo, independent of the user's AWS configuration."""
    server = Server(
        "demo",
        demo.endpoint_url,
        demo.endpoint_url,
        demo.region,
        demo.environment["AWS_ACCESS_KEY_ID"],
        demo.environment["AWS_SECRET_ACCESS_KEY"],
    )
    yield server.client
    server.close()


@pytest.fixture(scope="session")
def s3(client_of):
    return client_of("s3")


@pytest.fixture(scope="session")
def kms(client_of):
    return client_of("kms")


@pytest.fixture
def name():
    """A unique object key."""
    return f"test/{uuid.uuid4()}"


@pytest.fixture(scope="session")
def arn_of(kms):
    """Maps an alias without its prefix to the ARN of its key."""
    return lambda alias: kms.describe_key(KeyId=f"alias/{alias}")["KeyMetadata"]["Arn"]
