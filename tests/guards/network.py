"""Restricts tests to loopback: all other hosts are unreachable.

A forgotten endpoint would otherwise send a test's requests to AWS itself. This holds for the test
process; the programs it starts get their endpoints from `Server.environment`.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

_LOCAL_NAMES = ("", "localhost", "localhost.localdomain")


class _Network:
    def __init__(self) -> None:
        self._getaddrinfo = socket.getaddrinfo
        self._connect = socket.socket.connect

    def install(self, patch: pytest.MonkeyPatch) -> None:
        def connect(one: socket.socket, address: Any) -> None:
            if one.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
                raise ConnectionRefusedError(f"tests reach loopback only, not {address[0]}")
            self._connect(one, address)

        patch.setattr(socket, "getaddrinfo", self.getaddrinfo)
        patch.setattr(socket.socket, "connect", connect)

    def getaddrinfo(self, host: Any, *arguments: Any, **more: Any) -> Any:
        if not is_local(host):
            raise socket.gaierror(socket.EAI_NONAME, f"tests reach loopback only, not {host}")
        return self._getaddrinfo(host, *arguments, **more)


def is_local(host: str | bytes | None) -> bool:
    """Whether a host name or address is loopback; None: any address to listen on."""
    name = host.decode("ascii") if isinstance(host, bytes) else host or ""
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name in _LOCAL_NAMES or name.endswith(".localhost")


def pytest_configure(config: pytest.Config) -> None:
    """Restrict the whole run."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    _Network().install(patch)
