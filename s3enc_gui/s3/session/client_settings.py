"""Settings of a session's clients: timeouts, addressing style, certificates."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import Addressing
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.s3.customer_keys.key_headers import send_customer_keys
from s3enc_gui.s3.network.settings import network
from s3enc_gui.s3.session.service_endpoints import ServiceEndpoints
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.version import VERSION

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_s3 import S3Client

CONNECTIONS = 32  # size of a client's connection pool; at least the requests in flight


class ClientSettings:
    """What the connection, its source, the profile and the environment say together."""

    def __init__(
        self,
        connection: Connection,
        source: SessionSource,
        session: Any,  # noqa: ANN401 - botocore's session is untyped
        endpoints: ServiceEndpoints,
    ) -> None:
        self._connection, self._source, self._endpoints = connection, source, endpoints
        self._core = session

    def check_kms(self) -> None:
        """Raise AppError for a service without a KMS."""
        if self._source.kms_endpoint_url == "":
            raise AppError(
                text("This service has no AWS KMS"),
                text("The connection was set up without one."),
                text("Enter the key's name, or edit the connection and enter the KMS endpoint."),
                code="NoKms",
            )

    def send_customer_keys(self, client: S3Client) -> None:
        """Add the connection's customer-provided keys, if any. Raises AppError for http://."""
        send_customer_keys(client, self._source.customer_key, self._source.source_key)

    def config(self, service: str, *, probe: bool) -> Config:
        """Return botocore's configuration; `probe`: short timeouts and no retries."""
        from botocore import UNSIGNED
        from botocore.config import Config

        config = Config(
            # S3enc sends its own checksums. botocore's default is a CRC32 trailer, which many
            # S3-compatible servers reject or store as part of the object.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            # Transfers retry by themselves after an outage.
            retries={"mode": "standard", "total_max_attempts": 1 if probe else 3},
            max_pool_connections=CONNECTIONS,
            connect_timeout=5 if probe else 10,
            read_timeout=10 if probe else 60,
            tcp_keepalive=True,
            user_agent_extra=f"s3enc/{VERSION}",
        )
        if self._connection.anonymous:
            config = config.merge(Config(signature_version=UNSIGNED))
        style = self._source.addressing
        if service == "s3" and style is not Addressing.AUTO:
            return config.merge(Config(s3={"addressing_style": style.value}))
        if service == "s3" and (self._connection.endpoint_url or not self._endpoints.is_amazon):
            scoped = self._core.get_scoped_config().get("s3")
            if not (isinstance(scoped, dict) and "addressing_style" in scoped):
                config = config.merge(Config(s3={"addressing_style": "path"}))
        return config

    @property
    def ca_bundle(self) -> str | None:
        """The path of the CA bundle; None: the system's authorities.

        It is the connection's, else that of `ca_bundle` or `AWS_CA_BUNDLE`, else the settings'.
        """
        configured: str | None = self._core.get_config_variable("ca_bundle")
        return (
            self._connection.ca_bundle
            or configured
            or os.environ.get("REQUESTS_CA_BUNDLE")
            or network.settings().ca_bundle
        )
