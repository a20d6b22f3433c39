"""Which endpoint each service of a session has."""

from __future__ import annotations

import os
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING, Any

from s3enc_gui.s3.endpoints import is_amazon

if TYPE_CHECKING:
    import boto3


class ServiceEndpoints:
    """The endpoints of S3, KMS and STS.

    `given` is the connection's own endpoint, `kms` that of its KMS; without them, botocore's apply:
    of the environment (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_S3`) or of the profile
    (`endpoint_url`, `services`).
    """

    def __init__(
        self, session: boto3.Session, region: str, given: str | None, kms: str | None = None
    ) -> None:
        self._session, self._region, self._given, self._kms = session, region, given, kms

    @cached_property
    def s3(self) -> str:
        """The endpoint of S3. Raises what botocore raises."""
        return self._given or self._configured("s3")

    @property
    def is_amazon(self) -> bool:
        """Whether S3 is Amazon's."""
        return is_amazon(self.s3)

    def to_pass(self, service: str) -> str | None:
        """Return the endpoint to pass to botocore for a service; None: botocore's.

        S3-compatible servers seldom have a KMS or an STS, but AWS's certainly don't have their
        keys: unless they have an endpoint of their own, requests go to the S3 server.
        """
        if service == "s3":
            return self._given
        if service == "kms" and self._kms:
            return self._kms
        if os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}") or self.is_amazon:
            return None
        is_elsewhere = self._given is None and not is_amazon(self._configured(service))
        return None if is_elsewhere else self.s3

    def _configured(self, service: Any) -> str:  # noqa: ANN401 - one of boto3's literals
        with closing(self._session.client(service, region_name=self._region)) as client:
            url: str = client.meta.endpoint_url
            return url
