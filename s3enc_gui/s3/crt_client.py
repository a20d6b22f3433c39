"""awscrt's S3 client, set up as the boto3 session is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from awscrt.auth import AwsCredentials, AwsCredentialsProvider, AwsSigningConfig
from awscrt.io import ClientTlsContext, TlsConnectionOptions, TlsContextOptions
from awscrt.s3 import (
    S3Client,
    S3RequestTlsMode,
    S3RetryConfig,
    create_default_s3_signing_config,
)

from s3enc_gui.domain.parts import GIB

MEMORY = GIB  # the least awscrt takes; our own byte budget is what bounds the bytes in flight
SPEED = 5.0  # Gbit/s aimed at; it decides how many connections are kept
RETRIES = S3RetryConfig(max_retries=4, backoff_scale_factor_ms=250)
CONNECT_MS = 10_000


class Credentials:
    """The session's credentials for awscrt.

    awscrt prints what a callback raises and forgets it, so `refresh` is called before each request,
    where errors can be told; the callback only hands over.
    """

    def __init__(self, frozen: Callable[[], Any]) -> None:
        self._frozen = frozen
        self._current: AwsCredentials | None = None

    def refresh(self) -> None:
        """Ask the session, which renews what is about to expire. Raises botocore's errors."""
        now = self._frozen()
        self._current = AwsCredentials(now.access_key, now.secret_key, now.token)

    def hand_over(self) -> AwsCredentials | None:
        """Return what the last refresh brought."""
        return self._current


def crt_client(
    region: str, credentials: Credentials, *, tls: bool, ca_bundle: str | None
) -> S3Client:
    """Return a client; `ca_bundle` None trusts what the system trusts."""
    return S3Client(
        region=region,
        tls_mode=S3RequestTlsMode.ENABLED if tls else S3RequestTlsMode.DISABLED,
        tls_connection_options=_tls(ca_bundle) if tls else None,
        signing_config=signing(region, credentials.hand_over),
        throughput_target_gbps=SPEED,
        memory_limit=MEMORY,
        retry_config=RETRIES,
        connect_timeout_ms=CONNECT_MS,
    )


def signing(region: str, hand_over: Callable[[], AwsCredentials | None]) -> AwsSigningConfig:
    """Return how requests are signed; `hand_over` is called for every try of every request."""
    provider = AwsCredentialsProvider.new_delegate(hand_over)
    return create_default_s3_signing_config(region=region, credential_provider=provider)


def _tls(ca_bundle: str | None) -> TlsConnectionOptions:
    """Certificates are always checked: against the bundle, or the system's trust store."""
    options = TlsContextOptions()
    if ca_bundle:
        options.override_default_trust_store_from_path(None, ca_bundle)
    return ClientTlsContext(options).new_connection_options()
