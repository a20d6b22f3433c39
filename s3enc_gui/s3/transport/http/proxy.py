"""An HTTP proxy: its address, and how requests go through it (RFC 9110, 9.3.6)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import field
from urllib.parse import unquote, urlsplit

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Proxy:
    """`authorization` is the value of the header, empty without a user name."""

    scheme: str
    host: str
    port: int
    authorization: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> Proxy:
        """Parse [http://][user[:password]@]host[:port]. Raises ValueError."""
        url = url if "://" in url else f"http://{url.removeprefix('//')}"
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("Not the address of an HTTP proxy")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if not parts.username:
            return cls(parts.scheme, parts.hostname, port)
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        # In UTF-8 (RFC 7617, 2.1).
        return cls(parts.scheme, parts.hostname, port, f"Basic {b64encode(user.encode()).decode()}")

    @property
    def url(self) -> str:
        """The address, without user name and password."""
        return f"{self.scheme}://{authority(self.host, self.port)}"

    @property
    def headers(self) -> dict[str, str]:
        """The headers for the proxy."""
        return {"Proxy-Authorization": self.authorization} if self.authorization else {}

    def connect_request(self, host: str, port: int) -> bytes:
        """Return the request for a tunnel."""
        target = authority(host, port)
        return f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{self._lines}\r\n".encode()

    def forwarded(self, head: bytes, url: str) -> bytes:
        """Return the head of a request over plain http as the proxy expects it.

        The request names the whole URL (RFC 9112, 3.2.2), of which `url` is scheme and host.
        """
        line, end, rest = head.partition(b"\r\n")
        method, _, target = line.partition(b" ")
        return b"%s %s%s%s%s%s" % (method, url.encode(), target, end, self._lines.encode(), rest)

    @property
    def _lines(self) -> str:
        return "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())


def authority(host: str, port: int) -> str:
    """Return host and port as in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
