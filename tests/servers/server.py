"""A running S3 and KMS server."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

REGION = "us-east-1"
OTHER_REGION = "eu-west-1"


@dataclass(frozen=True, eq=False)
class Server:
    """Endpoints and credentials of a server; KMS and STS can have another endpoint."""

    name: str
    endpoint_url: str
    kms_endpoint_url: str
    region: str = REGION
    access_key: str = "test"
    secret_key: str = "test"
    ca_bundle: Path | None = None
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return self.name

    def environment(self) -> dict[str, str]:
        """The `AWS_*` variables that make a program use this server only."""
        variables = {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ENDPOINT_URL_S3": self.endpoint_url,
            "AWS_ENDPOINT_URL_KMS": self.kms_endpoint_url,
            "AWS_ENDPOINT_URL_STS": self.kms_endpoint_url,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        if self.ca_bundle:
            variables["AWS_CA_BUNDLE"] = str(self.ca_bundle)
        return variables

    def client(self, service: str, region: str | None = None) -> Any:
        """A cached boto3 client of "s3", "kms", "sts", …, without retries."""
        where = (service, region or self.region)
        if where not in self._clients:
            session = boto3.Session(
                aws_access_key_id=self.access_key,
                aws_secret_access_key=self.secret_key,
                region_name=where[1],
            )
            # The type stubs require a literal as the service name.
            make: Any = session.client
            self._clients[where] = make(
                service,
                endpoint_url=self.endpoint_url if service == "s3" else self.kms_endpoint_url,
                verify=str(self.ca_bundle) if self.ca_bundle and service == "s3" else None,
                config=Config(
                    retries={"total_max_attempts": 1},
                    s3={"addressing_style": "path"},
                    proxies={},
                    connect_timeout=5,
                    read_timeout=30,
                ),
            )
        return self._clients[where]

    def new_key(self, region: str | None = None, alias: str | None = None, **more: str) -> str:
        """Create a customer managed key (`more`: for CreateKey), and an alias; return its ARN."""
        kms = self.client("kms", region)
        # Complete, because moto has no defaults.
        defaults = {"KeyUsage": "ENCRYPT_DECRYPT", "KeySpec": "SYMMETRIC_DEFAULT"}
        arn: str = kms.create_key(**(defaults | more))["KeyMetadata"]["Arn"]
        if alias:
            kms.create_alias(AliasName=f"alias/{alias}", TargetKeyId=arn)
        return arn

    def disable_key(self, arn: str) -> None:
        """KMS `DisableKey`, by ID, because moto returns 500 for an ARN."""
        kms = self.client("kms", arn.split(":")[3])
        kms.disable_key(KeyId=arn.rpartition("/")[2])

    def delete_key(self, arn: str) -> None:
        """KMS `ScheduleKeyDeletion` in a week."""
        kms = self.client("kms", arn.split(":")[3])
        kms.schedule_key_deletion(KeyId=arn.rpartition("/")[2], PendingWindowInDays=7)

    def close(self) -> None:
        """Close the connections of all clients."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()
