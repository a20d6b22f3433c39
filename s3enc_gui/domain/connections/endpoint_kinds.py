"""FIPS and dual-stack endpoints, and IPv6: which connections can use them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.partitions import is_aws_host
from s3enc_gui.i18n import AnyText, text

FIPS = text("FIPS endpoints")
DUAL_STACK = text("dual-stack endpoints")


def endpoint_problems(
    connection: Connection, endpoint_url: str | None = None
) -> Iterator[AppError]:
    """Yield why the connection can't have these endpoints, whatever its Region.

    `endpoint_url` is that of the environment or the profile, where the connection has none.
    """
    address = connection.endpoint_url or endpoint_url
    if address:
        for used, name in ((connection.fips, FIPS), (connection.dual_stack, DUAL_STACK)):
            if used:
                yield _of_another_address(name, address)
    elif connection.ipv6_only and not connection.dual_stack:
        yield AppError(
            text("IPv6 needs dual-stack endpoints"),
            text("AWS's other endpoints have IPv4 addresses only."),
            text("Turn on dual-stack endpoints too, or allow IPv4."),
            code="EndpointKind",
        )
    if connection.older_server and (not address or is_aws_host(urlsplit(address).hostname or "")):
        yield AppError(
            text("AWS isn't an older server"),
            text("Amazon S3 supports all checksums that S3enc sends."),
            text("Turn off the mode for older servers."),
            code="EndpointKind",
        )


def no_such_endpoint(service: str, kind: AnyText, region: str) -> AppError:
    """Return the error for a Region in which a service has no endpoint of a kind."""
    return AppError(
        text("{service} has no {kind} in {region}", service=service, kind=kind, region=region),
        text("This connection uses {kind} only.", kind=kind),
        text("Turn them off in the connection's options, or use another Region."),
        code="EndpointKind",
    )


def _of_another_address(kind: AnyText, address: str) -> AppError:
    return AppError(
        text("Only AWS has {kind}", kind=kind),
        text("This connection has the address {address}.", address=address),
        text("Turn them off in the connection's options, or remove the address."),
        code="EndpointKind",
    )
