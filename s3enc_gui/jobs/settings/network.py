"""Reads and saves how requests reach the servers: proxy and trusted authorities."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse, manual_proxy
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors
from s3enc_gui.s3.network.settings import network
from s3enc_gui.s3.session.ca_bundle import check_ca_bundle
from s3enc_gui.store.connections.secrets import PROXY_PASSWORD

_INVALID = AppError(
    text("The proxy's address isn't valid"),
    text("S3enc supports HTTP proxies. User name and password aren't part of the address."),
    text("Enter an address such as proxy.example.com:3128."),
    code="InvalidProxy",
)


@dataclass(frozen=True, slots=True)
class ReadNetwork:
    """Read the network settings."""

    def run(self, context: Context) -> NetworkSettings:
        """Return them, with the password. Raises AppError where the keyring is locked."""
        return context.services.network_settings()


@dataclass(frozen=True, slots=True)
class SetNetwork:
    """Save the network settings; jobs that start use them, and those that wait for the proxy."""

    settings: NetworkSettings

    def run(self, context: Context) -> NetworkSettings:
        """Return the settings, and whether the keyring has the password.

        Raises AppError where they aren't valid or can't be saved.
        """
        services, settings = context.services, self.settings
        _check_free(context)
        if not settings.is_valid:
            raise _INVALID
        check_ca_bundle(settings.ca_bundle)
        secrets, in_keyring = services.connections.secrets, True
        if settings.user and settings.password and settings.proxy is ProxyUse.MANUAL:
            in_keyring = secrets.set_text(PROXY_PASSWORD, settings.password)
        elif services.settings.network().user:  # else there is none: don't unlock the keyring
            secrets.delete(PROXY_PASSWORD)
        with settings_errors(text("The network settings aren't saved")):
            services.settings.set_network(settings)
        network.forget()
        services.aws_sessions.forget_all()
        services.retry_now()  # what waits for the proxy
        return replace(settings, in_keyring=in_keyring)


def _check_free(context: Context) -> None:
    """Raise AppError where the administrator has set the network."""
    managed = context.services.session_sources.managed()
    if managed.network:
        raise managed.forbidden(text("The network settings can't be changed on this computer"))


def override_proxy(context: Context, proxy: str) -> None:
    """Use another proxy than that of the settings until the program ends.

    `proxy` is its URL, "none" or "system". Raises AppError.
    """
    _check_free(context)
    saved = context.services.network_settings()
    if proxy in (ProxyUse.NONE.value, ProxyUse.SYSTEM.value):
        settings = replace(saved, proxy=ProxyUse(proxy))
    else:
        settings = replace(manual_proxy(proxy), ca_bundle=saved.ca_bundle)
        if not settings.user and settings.full_address == saved.full_address:
            settings = saved
    if not settings.is_valid:
        raise _INVALID
    network.read_from(lambda: settings)
