"""Reads a policy document strictly: what isn't understood is an error, never left out."""

from __future__ import annotations

from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse, manual_proxy
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.endpoints import is_entry
from s3enc_gui.domain.managed.managed_settings import (
    AllowedEncryption,
    ManagedSettings,
    UpdateRule,
)
from s3enc_gui.domain.managed.node import Node, Problem
from s3enc_gui.domain.managed.presets import check_places, connections, endpoints_of
from s3enc_gui.i18n import AnyText, text

VERSION = 1
INVALID = "PolicyInvalid"
"""The code of the errors for a policy that can't be used."""


def parse(document: object, origin: str) -> ManagedSettings:
    """Return the settings of a document. Raises AppError that names what is wrong."""
    try:
        return _settings(Node(document, ""), origin)
    except Problem as problem:
        raise unusable(
            origin, text("{place}: {reason}.", place=problem.place or "{}", reason=problem.reason)
        ) from None


def unusable(origin: str, reason: AnyText) -> AppError:
    """Return the error for a policy that can't be used: everything it may forbid is refused."""
    return AppError(
        text("The administrator's policy can't be used"),
        text(
            "{origin}: {reason} Until it is corrected, S3enc connects to no server.",
            origin=origin,
            reason=reason,
        ),
        text("Ask your administrator to correct it. S3enc reads it again at its next start."),
        code=INVALID,
    )


def _settings(root: Node, origin: str) -> ManagedSettings:
    found = root.keys("version", "endpoints", "connections", "encryption", "updates", "network")
    version = found.get("version")
    if version is None or version.value is True or version.value != VERSION:
        raise Node(None, "version").wrong(text("{version} is expected", version=VERSION))
    endpoints = tuple(map(_endpoint, found["endpoints"].items())) if "endpoints" in found else None
    presets, only = connections(found["connections"]) if "connections" in found else ((), False)
    if endpoints is None and only:
        endpoints = tuple(dict.fromkeys(url for one in presets for url in endpoints_of(one)))
    check_places(presets, endpoints, found)
    return ManagedSettings(
        origin,
        endpoints,
        presets,
        only,
        tuple(map(_allowed, found["encryption"].items())) if "encryption" in found else None,
        _updates(found["updates"]) if "updates" in found else UpdateRule(),
        _network(found["network"]) if "network" in found else None,
    )


def _endpoint(node: Node) -> str:
    entry = node.text()
    if not is_entry(entry):
        raise node.wrong(text("aws or a URL such as https://s3.example.com is expected"))
    return entry


def _allowed(node: Node) -> AllowedEncryption:
    found = node.keys("kind", "keys")
    if "kind" not in found:
        raise Problem(f"{node.place}.kind", text("this key is missing"))
    kind = found["kind"].as_(Encryption, ", ".join(Encryption))
    if "keys" not in found:
        return AllowedEncryption(kind)
    if not kind.uses_kms:
        raise found["keys"].wrong(text("this encryption uses no KMS key"))
    return AllowedEncryption(kind, tuple(one.text() for one in found["keys"].items()))


def _updates(node: Node) -> UpdateRule:
    found = node.keys("check", "url")
    url = found["url"].text() if "url" in found else None
    if url is not None and not url.startswith("https://"):
        raise found["url"].wrong(text("an https:// address is expected"))
    return UpdateRule(found["check"].flag() if "check" in found else True, url)


def _network(node: Node) -> NetworkSettings:
    found = node.keys("proxy", "ca_bundle")
    settings = NetworkSettings()
    if "proxy" in found:
        proxy = found["proxy"].text()
        settings = (
            NetworkSettings(ProxyUse.NONE)
            if proxy == "none"
            else (settings if proxy == "system" else manual_proxy(proxy))
        )
        if not settings.is_valid or settings.password:
            raise found["proxy"].wrong(text("none, system or a URL without a password is expected"))
    bundle = found["ca_bundle"].text() if "ca_bundle" in found else None
    return NetworkSettings(settings.proxy, settings.address, settings.user, ca_bundle=bundle)
