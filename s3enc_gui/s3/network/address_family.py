"""Which addresses of a host are used: all, or those of IPv6 only."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.client import BaseClient

# Of urllib3's pools, which have no other setting: a socket that is bound to an IPv6 address can't
# connect to another kind, so the next address is tried. A proxy's address is one of them.
IPV6_ONLY: dict[str, Any] = {"source_address": ("::", 0)}


def use_ipv6_only(client: BaseClient) -> None:
    """Make a botocore client, and a fast transport of it, connect to IPv6 addresses only."""
    _session(client).use_ipv6_only()


def family_of(client: BaseClient) -> socket.AddressFamily:
    """Return the family of addresses that a client looks up."""
    return socket.AF_INET6 if _session(client).ipv6_only else socket.AF_UNSPEC


def _session(client: BaseClient) -> Any:  # noqa: ANN401 - untyped; see botocore_network.py
    return client._endpoint.http_session  # type: ignore[attr-defined]  # noqa: SLF001
