"""Exceptions for proxies that refuse requests. Without the user name and password."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ProxyConnectionError

AUTHENTICATION_REQUIRED = 407


class InvalidProxy(BotoCoreError):
    """The proxy's address can't be used; it isn't quoted, because it may contain a password."""

    fmt = "The proxy's address isn't valid"


class ProxyDenied(BotoCoreError):
    """The proxy refuses. botocore doesn't retry it, and neither does the fast transport."""

    fmt = "{proxy_url}: {reason}"


class ProxyAuthenticationRequired(ProxyDenied):
    """The proxy requires a user name and password, or others.

    An account may be locked after a few attempts with a wrong password.
    """


class ProxyRefused(ProxyDenied):
    """The proxy doesn't allow connections to this server."""


class ServerBehindProxyError(ProxyConnectionError):
    """The proxy responds that it can't connect to the server."""

    fmt = "{proxy_url}: {error}"


def proxy_error(proxy_url: str, status: int, reason: str) -> BotoCoreError:
    """Return the exception for a proxy's response, or for none (`status` 0)."""
    if status == AUTHENTICATION_REQUIRED:
        return ProxyAuthenticationRequired(proxy_url=proxy_url, reason=reason)
    if 300 <= status < 500:
        return ProxyRefused(proxy_url=proxy_url, reason=reason)
    kind = ServerBehindProxyError if status else ProxyConnectionError
    return kind(proxy_url=proxy_url, error=reason)


def authentication_required(proxy_url: str) -> BotoCoreError:
    """Return the exception for HTTP 407; servers don't use this status."""
    reason = f"{AUTHENTICATION_REQUIRED} Proxy Authentication Required"
    return proxy_error(proxy_url, AUTHENTICATION_REQUIRED, reason)
