"""Which proxy a server's requests go through."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from s3enc_gui.domain.connections.network import ProxyUse
from s3enc_gui.s3.network.settings import network


def proxies_for(url: str) -> dict[str, str]:
    """Return the URL of the proxy by the scheme of `url`; empty without a proxy.

    Blocks for the settings. NO_PROXY and the system's exceptions apply to every proxy, as botocore
    applies them; this computer itself isn't reached through the proxy of the settings. Raises
    AppError.
    """
    from botocore.utils import get_environ_proxies, should_bypass_proxies

    settings, scheme = network.settings(), urlsplit(url).scheme
    if settings.proxy is ProxyUse.SYSTEM:
        found = get_environ_proxies(url).get(scheme)
        return {scheme: found} if found else {}
    if settings.proxy is ProxyUse.NONE or should_bypass_proxies(url) or _is_this_computer(url):
        return {}
    return {scheme: settings.proxy_url}


def _is_this_computer(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
