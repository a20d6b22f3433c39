"""How this computer's requests reach the servers: proxy and trusted authorities."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from urllib.parse import quote, unquote, urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import AnyText


class ProxyUse(Enum):
    """Which proxy requests go through."""

    SYSTEM = "system"  # of the environment (HTTPS_PROXY …), else of the system's settings
    NONE = "none"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """`address` and `user` are those of a manual proxy.

    `ca_bundle` is used for connections without a CA bundle of their own. `locked_by`: who has set
    them, so that they can't be changed.
    """

    proxy: ProxyUse = ProxyUse.SYSTEM
    address: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    ca_bundle: str | None = None
    locked_by: AnyText = field(default="", compare=False)
    in_keyring: bool = field(default=True, compare=False)  # else the password is in memory only

    @property
    def proxy_url(self) -> str:
        """The manual proxy's URL, with user name and password."""
        scheme, _, rest = self.full_address.partition("://")
        if not self.user:
            return f"{scheme}://{rest}"
        return f"{scheme}://{quote(self.user, safe='')}:{quote(self.password, safe='')}@{rest}"

    @property
    def full_address(self) -> str:
        """The address with its scheme."""
        return self.address if "://" in self.address else f"http://{self.address}"

    @property
    def is_valid(self) -> bool:
        """Whether the address of a manual proxy is a host, with a port and scheme or without."""
        if self.proxy is not ProxyUse.MANUAL:
            return True
        try:
            url = urlsplit(self.full_address)
            _ = url.port
        except ValueError:
            return False
        is_plain = not (url.username or url.path.strip("/") or url.query or url.fragment)
        return url.scheme in ("http", "https") and bool(url.hostname) and is_plain


def manual_proxy(url: str) -> NetworkSettings:
    """Return the settings for a proxy's URL, with user name and password or without."""
    scheme, separator, rest = url.rpartition("://")
    credentials, _, address = rest.rpartition("@")
    user, _, password = credentials.partition(":")
    address = f"{scheme}{separator}{address}"
    return NetworkSettings(ProxyUse.MANUAL, address, unquote(user), unquote(password))
