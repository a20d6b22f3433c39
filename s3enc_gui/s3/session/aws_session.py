"""The session of a connection: its botocore clients and transports."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any

from botocore.exceptions import NoCredentialsError

from s3enc_gui.domain.connection import Connection, Identity, ServerNotice
from s3enc_gui.domain.connections.endpoint_kinds import endpoint_problems
from s3enc_gui.i18n import text
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.messages.access import needs_sign_in
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.listing.fast_parser import read_listings_quickly
from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.managed_clients import check_client
from s3enc_gui.s3.multipart.incomplete_uploads import read_uploads_tolerantly
from s3enc_gui.s3.network.address_family import use_ipv6_only
from s3enc_gui.s3.network.client_proxies import can_serve
from s3enc_gui.s3.network.trust import tls_context
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.server.knowledge import ServerKnowledge
from s3enc_gui.s3.server.learning_transport import LearningTransport
from s3enc_gui.s3.server.leaving_out import LeavingOut
from s3enc_gui.s3.server.older_server import send_md5_only
from s3enc_gui.s3.server.redirects import follow_redirects_once
from s3enc_gui.s3.session.botocore_session import open_session
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.s3.session.ca_bundle import check_ca_bundle
from s3enc_gui.s3.session.client_settings import ClientSettings
from s3enc_gui.s3.session.endpoint_kinds import EndpointKinds
from s3enc_gui.s3.session.key_check import check_keys
from s3enc_gui.s3.session.one_bucket import never_lists
from s3enc_gui.s3.session.service_endpoints import ServiceEndpoints
from s3enc_gui.s3.session.session_source import BOTOCORE_CHAIN, SessionSource
from s3enc_gui.s3.transport.access_mode import AccessMode
from s3enc_gui.s3.transport.botocore_transport import BotocoreTransport
from s3enc_gui.s3.transport.credentials import Credentials
from s3enc_gui.s3.transport.fast_transport import FastTransport
from s3enc_gui.s3.transport.header_fields import read_headers_tolerantly
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.mixed_transport import MixedTransport
from s3enc_gui.s3.transport.request_headers import check_headers_of, send_headers_as_utf8
from s3enc_gui.s3.transport.response_origin import ResponseOrigin
from s3enc_gui.s3.transport.timestamps import parse_timestamps_quickly
from s3enc_gui.s3.transport.tolerant_xml import read_responses_tolerantly

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sts import STSClient

# Without it, botocore's credential chain ends with a request to the EC2 instance metadata service,
# which takes about two seconds to time out. Users on EC2 set it to "false".
os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")

FALLBACK_REGION = "us-east-1"  # S3's own default


class AwsSession:
    """The clients of one connection. Thread-safe.

    Clients are thread-safe, sessions aren't (Boto3 developer guide, Clients): clients
    are created under a lock. Raises AppError where the profile, its credentials or the CA bundle
    can't be used.
    """

    def __init__(
        self,
        connection: Connection,
        source: SessionSource = BOTOCORE_CHAIN,
        on_notice: Callable[[ServerNotice], None] = lambda _: None,
    ) -> None:
        self.connection, self.managed, self._on_notice = connection, source.managed, on_notice
        self._one_bucket = source.one_bucket or bool(connection.bucket)
        self.known_identity: Identity | None = None  # set by `identity`
        self._lock = RLock()
        self._clients: dict[tuple[str, str, bool], Any] = {}
        self._transports: dict[str, Transport] = {}
        self._fast_transports: list[FastTransport] = []
        self._servers: dict[str, ServerKnowledge] = {}
        self._response_origin = ResponseOrigin()
        self._access_mode = AccessMode(
            connection.anonymous, connection.requester_pays, self._known_caller
        )
        check_ca_bundle(connection.ca_bundle)
        with translated():
            self._session = open_session(connection, source)
            parse_timestamps_quickly(self._session)
        self._endpoints = ServiceEndpoints(
            self._session, connection.endpoint_url, source.kms_endpoint_url
        )
        self._settings = ClientSettings(connection, source, self._session, self._endpoints)
        with translated():
            for problem in endpoint_problems(connection, self._endpoints.s3):
                raise problem
        self._kinds = EndpointKinds(self._session, connection)

    @property
    def region(self) -> str:
        """The Region of requests without a bucket, or whose bucket's Region isn't known."""
        region: str | None = self._session.get_config_variable("region")
        return region or FALLBACK_REGION

    def at(self, bucket: str) -> BucketSession:
        """Return the clients in a bucket's Region; blocks.

        Raises AppError where the bucket doesn't exist.
        """
        return BucketSession.find(self, bucket)

    def s3(self, region: str | None = None) -> S3Client:
        """Return the S3 client of a Region."""
        client: S3Client = self._client("s3", region or self.region)
        return client

    def probe_client(self, region: str) -> S3Client:
        """Return an S3 client with short timeouts and without retries."""
        client: S3Client = self._client("s3", region, probe=True)
        return client

    def kms(self, region: str) -> KMSClient:
        """Return the KMS client of a Region; KMS doesn't redirect to other Regions.

        Raises AppError for an anonymous connection.
        """
        if self.connection.anonymous:
            raise needs_sign_in(text("AWS KMS can't be used without signing in"))
        self._settings.check_kms()
        client: KMSClient = self._client("kms", region)
        return client

    def transport(self, region: str | None = None) -> Transport:
        """Return the transport of objects and parts in a Region."""
        with self._lock:
            region = region or self.region
            if region not in self._transports:
                fast = can_serve(self.s3(region))
                make = self.mixed_transport if fast else self.botocore_transport
                self._transports[region] = self._learning(make(region), region)
            return self._transports[region]

    def _learning(self, transport: Transport, region: str) -> Transport:
        """Return a transport that leaves out what other servers than AWS refuse."""
        if is_amazon(self.s3(region).meta.endpoint_url):
            return transport
        server = self.server(region)
        return LearningTransport(transport, server.refused_headers, server.encryption)

    def server(self, region: str | None = None) -> ServerKnowledge:
        """Return what is known of the server of a Region."""
        return self._server(self.s3(region).meta.endpoint_url)

    def _server(self, url: str) -> ServerKnowledge:
        with self._lock:
            if url not in self._servers:
                older = self.connection.older_server
                self._servers[url] = ServerKnowledge(url, self._on_notice, older=older)
            return self._servers[url]

    def conditional_writes(self, region: str) -> ConditionalWrites:
        """Return what is known of the server's conditional writes."""
        return self.server(region).conditional_writes

    def key_encoding(self, region: str | None = None) -> KeyEncoding:
        """Return what is known of the server's encoding of keys in listings."""
        return self.server(region).key_encoding

    def botocore_transport(self, region: str) -> Transport:
        """Return the transport that supports every kind of bucket and network."""
        return BotocoreTransport(self.s3(region))

    def fast_transport(self, region: str) -> Transport:
        """Return the fast transport. Raises AppError without credentials."""
        with self._lock, translated():
            credentials = None
            if not self.connection.anonymous:
                credentials = self._session.get_credentials()
                if credentials is None:
                    raise NoCredentialsError
            serializer = self._new_client("s3", region)
            transport = FastTransport(
                serializer,
                Credentials(credentials) if credentials else None,
                lambda: tls_context(self._settings.ca_bundle),
                self._response_origin,
                self._server(serializer.meta.endpoint_url).endpoint_scheme,
                self._server(serializer.meta.endpoint_url).signing_regions,
                self._access_mode,
            )
            self._fast_transports.append(transport)
            return transport

    def mixed_transport(self, region: str) -> Transport:
        """Return the fast transport, with botocore for special kinds of buckets."""
        return MixedTransport(self.fast_transport(region), self.botocore_transport(region))

    def identity(self) -> Identity:
        """Return the caller (sts:GetCallerIdentity, which needs no permission)."""
        if self.connection.anonymous:
            return Identity("", "", self.region)
        with translated():
            client: STSClient = self._client("sts", self.region)
            response = client.get_caller_identity()
        self.known_identity = Identity(response["Arn"], response["Account"], self.region)
        return self.known_identity

    def load_credentials(self) -> None:
        """Fetch the credentials, if they must be; blocks. Raises AppError."""
        with self._lock, translated():
            credentials = self._session.get_credentials()
            if credentials is not None:
                credentials.get_frozen_credentials()

    @property
    def has_sts(self) -> bool:
        """Whether there is certainly an STS; S3-compatible servers seldom have one."""
        if self.connection.anonymous:
            return False
        with translated():
            return bool(os.environ.get("AWS_ENDPOINT_URL_STS")) or self._endpoints.is_amazon

    def reconnect(self) -> None:
        """Give up all HTTP connections; call it on the loop. Clients stay usable."""
        with self._lock:
            for transport in self._fast_transports:
                transport.reconnect()
            for client in self._clients.values():
                client.close()

    def close_transports(self) -> None:
        """Close the HTTP connections that belong to a loop; call it on that loop."""
        with self._lock:
            for transport in self._fast_transports:
                transport.close()
            self._fast_transports.clear()
            self._transports.clear()

    def close(self) -> None:
        """Close all other HTTP connections."""
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()

    def _client(self, service: Any, region: str, *, probe: bool = False) -> Any:  # noqa: ANN401 - typed by the callers
        name = (service, region, probe)
        with self._lock, translated():
            client = self._clients.get(name)
            if client is None:
                client = self._clients[name] = self._new_client(*name)
                server = self._server(client.meta.endpoint_url)
                if service == "s3" and not is_amazon(client.meta.endpoint_url):
                    LeavingOut(server.refused_headers, server.encryption).watch(client)
                # First: its errors say more.
                server.endpoint_scheme.watch(client)
                self._response_origin.watch(client)
            return client

    def _new_client(self, service: Any, region: str, probe: bool = False) -> Any:  # noqa: ANN401 - typed by the callers
        if not self.connection.anonymous:
            check_keys(self._session)
        self._kinds.check(service, region)
        client = self._session.create_client(
            service,
            region_name=region,
            endpoint_url=self._endpoints.to_pass(service),
            verify=self._settings.ca_bundle,
            config=self._settings.config(service, probe=probe),
        )
        check_client(client, self.managed)
        if self.connection.ipv6_only:
            use_ipv6_only(client)
        read_headers_tolerantly(client)
        if service == "s3":
            server = self._server(client.meta.endpoint_url)
            read_listings_quickly(client, server.key_encoding)
            if not is_amazon(client.meta.endpoint_url):
                server.signing_regions.watch(client)
            if server.older:
                send_md5_only(client)
            follow_redirects_once(client)
            read_uploads_tolerantly(client)
            read_responses_tolerantly(client)
            send_headers_as_utf8(client)
            self._access_mode.apply_to(client)
            self._settings.send_customer_keys(client)
        else:
            self._access_mode.apply_to_others(client)
        if self._one_bucket:
            never_lists(client)
        check_headers_of(client)
        return client

    def _known_caller(self) -> str:
        return self.known_identity.arn if self.known_identity else ""
