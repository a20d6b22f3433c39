"""Connection: where and as whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Connection:
    """A profile of `~/.aws` (None: the standard credential chain), with what overrides it.

    `credentials` names a set the program itself holds in memory (the demo's); never the secret.
    """

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    ca_bundle: str | None = None
    credentials: str | None = None

    @property
    def name(self) -> str:
        """What the connection is called in the window."""
        if self.credentials:
            return self.credentials
        return self.profile or "Standard credentials"

    @property
    def sends_in_the_clear(self) -> bool:
        """Whether plain http would leave this machine."""
        url = urlsplit(self.endpoint_url or "")
        return url.scheme == "http" and not _is_loopback(url.hostname or "")

    def with_profile(self, profile: str | None) -> Connection:
        """Return the same endpoint and overrides under another profile."""
        return replace(self, profile=profile, credentials=None)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is calling (sts:GetCallerIdentity) and the Region calls go to."""

    arn: str
    account: str
    region: str | None


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
