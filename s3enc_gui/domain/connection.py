"""Connection: endpoint, Region and credentials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from s3enc_gui.i18n import _


@dataclass(frozen=True, slots=True)
class Connection:
    """A profile of `~/.aws` (None: the default credential chain), and its overrides.

    `credentials` is the name of credentials that the program keeps in memory (the demo's); never
    the secret.
    """

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    ca_bundle: str | None = None
    credentials: str | None = None

    @property
    def name(self) -> str:
        """The name to show."""
        if self.credentials:
            return self.credentials
        return self.profile or _("Default credentials")

    @property
    def sends_in_the_clear(self) -> bool:
        """Whether requests would leave this computer over http."""
        url = urlsplit(self.endpoint_url or "")
        return url.scheme == "http" and not _is_loopback(url.hostname or "")

    def with_profile(self, profile: str | None) -> Connection:
        """Return the connection with another profile and the same overrides."""
        return replace(self, profile=profile, credentials=None)


@dataclass(frozen=True, slots=True)
class Identity:
    """The caller (sts:GetCallerIdentity), and the Region of its requests."""

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
