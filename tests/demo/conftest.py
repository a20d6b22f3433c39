from __future__ import annotations

import os
import uuid

import boto3
import pytest
from botocore.config import Config

from s3enc_gui.demo.process import DemoServer


@pytest.fixture(scope="session")
def demo():
    with DemoServer() as server:
        yield server


@pytest.fixture(scope="session")
def client_of(demo):
    """Makes boto3 clients of the demo, with nothing of the user's AWS files or environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in demo.environment.items():
            patch.setenv(name, value)
        session = boto3.Session()
        config = Config(retries={"total_max_attempts": 1})
        clients = []

        def make(service, region=demo.region):
            clients.append(session.client(service, region_name=region, config=config))
            return clients[-1]

        yield make
        for client in clients:
            client.close()


@pytest.fixture(scope="session")
def s3(client_of):
    return client_of("s3")


@pytest.fixture(scope="session")
def kms(client_of):
    return client_of("kms")


@pytest.fixture
def name():
    """An object name of this test's own."""
    return f"test/{uuid.uuid4()}"


@pytest.fixture(scope="session")
def arn_of(kms):
    """Maps an alias without its prefix to the ARN of its key."""
    return lambda alias: kms.describe_key(KeyId=f"alias/{alias}")["KeyMetadata"]["Arn"]
