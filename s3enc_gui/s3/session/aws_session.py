"""One connection, opened: the boto3 session and its clients."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from botocore.exceptions import NoCredentialsError

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.listing.fast_parser import read_listings_quickly
from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.multipart.incomplete_uploads import read_uploads_tolerantly
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.session.credentials import Credentials
from s3enc_gui.s3.transport.botocore_transport import BotocoreTransport
from s3enc_gui.s3.transport.fast_transport import FastTransport, can_serve
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.mixed_transport import MixedTransport
from s3enc_gui.s3.transport.response_origin import ResponseOrigin
from s3enc_gui.s3.transport.timestamps import read_quickly
from s3enc_gui.s3.transport.tolerant_xml import read_answers_tolerantly

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sts import STSClient

# The last link of the credential chain asks an address that no workstation has, for about two
# seconds each time (botocore, IMDSFetcher). Whoever does run on EC2 sets this to "false".
os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")

CONNECTIONS = 32  # HTTP connections a client keeps; at least the requests in flight
FALLBACK_REGION = "us-east-1"  # what S3 itself takes where none is named


class AwsSession:
    """The clients of one connection; safe to share between threads.

    Sessions are not thread-safe, clients are (boto3 guide, clients): a lock guards the making.
    Raises AppError where the profile, its credentials or the CA bundle cannot be used.
    """

    def __init__(
        self, connection: Connection, credentials: Mapping[str, str] | None = None
    ) -> None:
        self.connection = connection
        self.known_identity: Identity | None = None  # once somebody has asked
        self._lock = RLock()
        self._clients: dict[tuple[str, str, bool], Any] = {}
        self._transports: dict[str, Transport] = {}
        self._native: list[FastTransport] = []
        self._conditions: dict[str, ConditionalWrites] = {}
        self._spellings: dict[str, KeyEncoding] = {}
        self._response_origin = ResponseOrigin()
        import boto3  # half a second: the window is up before the first session is opened

        _check_ca_bundle(connection.ca_bundle)
        given = credentials or {}
        with translated():
            self._session = boto3.Session(
                profile_name=connection.profile,
                region_name=connection.region or os.environ.get("AWS_REGION"),
                aws_access_key_id=given.get("AWS_ACCESS_KEY_ID"),
                aws_secret_access_key=given.get("AWS_SECRET_ACCESS_KEY"),
                aws_session_token=given.get("AWS_SESSION_TOKEN"),
            )
            read_quickly(self._session)

    @property
    def region(self) -> str:
        """The Region calls go to where a bucket does not say otherwise."""
        return self._session.region_name or FALLBACK_REGION

    def s3(self, region: str | None = None) -> S3Client:
        """Return the S3 client of a Region."""
        client: S3Client = self._client("s3", region or self.region)
        return client

    def asking_once(self, region: str) -> S3Client:
        """Return a client that gives up soon and tries nothing again: to see who is there."""
        client: S3Client = self._client("s3", region, once=True)
        return client

    def kms(self, region: str) -> KMSClient:
        """Return the KMS client of a Region: KMS follows no redirects."""
        client: KMSClient = self._client("kms", region)
        return client

    def transport(self, region: str | None = None) -> Transport:
        """Return what carries objects and parts in a Region."""
        with self._lock:
            region = region or self.region
            if region not in self._transports:
                fast = can_serve(self.s3(region))
                make = self.mixed_transport if fast else self.botocore_transport
                self._transports[region] = make(region)
            return self._transports[region]

    def conditions(self, region: str) -> ConditionalWrites:
        """Return what is known of the server's conditional writes; it is learnt once."""
        with self._lock:
            if region not in self._conditions:
                url = self.s3(region).meta.endpoint_url
                self._conditions[region] = ConditionalWrites(url)
            return self._conditions[region]

    def key_spelling(self, region: str | None = None) -> KeyEncoding:
        """Return what is known of how the server spells keys in listings; it is learnt once."""
        return self._spelling(self.s3(region).meta.endpoint_url)

    def _spelling(self, url: str) -> KeyEncoding:
        with self._lock:
            return self._spellings.setdefault(url, KeyEncoding(url))

    def botocore_transport(self, region: str) -> Transport:
        """Return the transport that works everywhere."""
        return BotocoreTransport(self.s3(region))

    def native_transport(self, region: str) -> Transport:
        """Return the fast transport. Raises AppError where nobody is signed in."""
        with self._lock, translated():
            credentials = self._session.get_credentials()
            if credentials is None:
                raise NoCredentialsError
            serializer = self._new_client("s3", region)
            bundle = self._ca_bundle()
            native = FastTransport(
                serializer,
                Credentials(credentials),
                lambda: ssl.create_default_context(cafile=bundle),
                self._response_origin,
            )
            self._native.append(native)
            return native

    def mixed_transport(self, region: str) -> Transport:
        """Return the transport of choice where nothing keeps the fast one from serving."""
        return MixedTransport(self.native_transport(region), self.botocore_transport(region))

    def identity(self) -> Identity:
        """Ask who is calling (sts:GetCallerIdentity, which no policy can deny)."""
        with translated():
            client: STSClient = self._client("sts", self.region)
            answer = client.get_caller_identity()
        self.known_identity = Identity(answer["Arn"], answer["Account"], self.region)
        return self.known_identity

    @property
    def names_its_callers(self) -> bool:
        """Whether there is an STS for sure: a server that speaks S3 seldom speaks STS."""
        return bool(os.environ.get("AWS_ENDPOINT_URL_STS")) or not self._is_custom_endpoint()

    def hang_up(self) -> None:
        """Close the connections that a loop watches; on that loop."""
        with self._lock:
            for transport in self._native:
                transport.close()
            self._native.clear()
            self._transports.clear()

    def close(self) -> None:
        """Close all other HTTP connections."""
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()

    def _client(self, service: Any, region: str, *, once: bool = False) -> Any:  # noqa: ANN401 - typed by the callers
        name = (service, region, once)
        with self._lock, translated():
            client = self._clients.get(name)
            if client is None:
                client = self._clients[name] = self._new_client(*name)
            return client

    def _new_client(self, service: Any, region: str, once: bool = False) -> Any:  # noqa: ANN401 - typed by the callers
        client = self._session.client(
            service,
            region_name=region,
            endpoint_url=self._endpoint(service),
            verify=self._ca_bundle(),
            config=self._config(service, once=once),
        )
        if service == "s3":
            read_listings_quickly(client, self._spelling(client.meta.endpoint_url))
            read_uploads_tolerantly(client)
            read_answers_tolerantly(client)
        self._response_origin.watch(client)
        return client

    def _endpoint(self, service: str) -> str | None:
        """Return the endpoint the user named; for KMS and STS their own variables go first.

        A server that speaks S3 seldom speaks KMS, yet asking Amazon's KMS about its keys would
        be wrong for sure.
        """
        named = self.connection.endpoint_url
        if service != "s3" and os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}"):
            return None
        return named

    def _config(self, service: str, *, once: bool) -> Config:
        from botocore.config import Config

        config = Config(
            # We send checksums of our own, over bytes we have seen; botocore's default streams a
            # CRC32 trailer that many S3-compatible servers refuse or store in the file.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            # Transfers try again by themselves when the weather is better.
            retries={"mode": "standard", "total_max_attempts": 1 if once else 3},
            max_pool_connections=CONNECTIONS,
            connect_timeout=5 if once else 10,
            read_timeout=10 if once else 60,
            tcp_keepalive=True,
            user_agent_extra=f"s3enc/{version('s3enc')}",
        )
        if service == "s3" and self._is_custom_endpoint():
            scoped = self._session._session.get_scoped_config().get("s3")  # noqa: SLF001 - no public way
            if not (isinstance(scoped, dict) and "addressing_style" in scoped):
                config = config.merge(Config(s3={"addressing_style": "path"}))
        return config

    def _is_custom_endpoint(self) -> bool:
        return bool(
            self.connection.endpoint_url
            or os.environ.get("AWS_ENDPOINT_URL_S3")
            or os.environ.get("AWS_ENDPOINT_URL")
        )

    def _ca_bundle(self) -> str | None:
        """Return the CA bundle: the one named, else the profile's or the variable's (`ca_bundle`,
        `AWS_CA_BUNDLE`), else the system's; None where the system keeps it in no file.
        """
        core: Any = self._session._session  # noqa: SLF001 - no public way
        configured: str | None = core.get_config_variable("ca_bundle")
        return (
            self.connection.ca_bundle
            or configured
            or os.environ.get("REQUESTS_CA_BUNDLE")
            or ssl.get_default_verify_paths().cafile
        )


def _check_ca_bundle(path: str | None) -> None:
    if path is None:
        return
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError) as error:
        reason = "It holds no certificates." if Path(path).is_file() else "There is no such file."
        raise AppError(
            "The CA bundle cannot be used",
            f"{path}: {reason}",
            "Give a file of PEM certificates with --ca-bundle.",
            code="CaBundle",
        ) from error
