"""Which endpoint each service of a session has."""

from __future__ import annotations

import os
from functools import cached_property
from typing import Any

from s3enc_gui.s3.endpoints import is_amazon


class ServiceEndpoints:
    """The endpoints of S3, KMS and STS.

    `given` is the connection's own endpoint, `kms` that of its KMS; without them, botocore's apply:
    of the environment (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_S3`) or of the profile
    (`endpoint_url`, `services`).
    """

    def __init__(
        self,
        session: Any,  # noqa: ANN401 - botocore's session is untyped
        given: str | None,
        kms: str | None = None,
    ) -> None:
        self._session, self._given, self._kms = session, given, kms

    @cached_property
    def s3(self) -> str | None:
        """The endpoint of S3; None: AWS's own. Raises what botocore raises."""
        return self._given or self._configured("s3")

    @property
    def is_amazon(self) -> bool:
        """Whether S3 is Amazon's."""
        return self.s3 is None or is_amazon(self.s3)

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
        own = self._configured(service) if self._given is None else None
        return self.s3 if own is None or is_amazon(own) else None

    def _configured(self, service: str) -> str | None:
        """Return what the environment or the profile says, as botocore's clients read it."""
        from botocore.configprovider import ConfiguredEndpointProvider

        core = self._session
        if core.get_config_variable("ignore_configured_endpoint_urls"):
            return None
        url: str | None = ConfiguredEndpointProvider(
            full_config=core.full_config,
            scoped_config=core.get_scoped_config(),
            client_name=service,
        ).provide()
        return url
