"""How the user signs in to a profile of `~/.aws`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from s3enc_gui.domain.connections.saved_connection import ConsoleSource
from s3enc_gui.domain.connections.sign_in import DEFAULT_SCOPE, MfaDevice, SsoSession
from s3enc_gui.s3.errors.translation import translated

_MOST_PROFILES = 10  # of a chain of source_profile; longer ones lead back to themselves


def sign_in_of_profile(profile: str | None) -> SsoSession | ConsoleSource | None:
    """Return the sign-in that gives a profile its credentials; None: no browser can.

    A role's is that of its `source_profile`. None as name: AWS_PROFILE, or the default profile.
    Raises AppError where the files can't be read.
    """
    for settings, config, default_region in _chain(profile):
        if found := _sign_in_of(settings, config, default_region):
            return found
    return None


def mfa_device_of_profile(profile: str | None) -> MfaDevice | None:
    """Return the device whose codes a profile's role needs; None if it needs none.

    A role may be that of its `source_profile`. Raises AppError where the files can't be read.
    """
    for settings, _config, _region in _chain(profile):
        role = settings.get("role_arn")
        if role and (serial := settings.get("mfa_serial")):
            return MfaDevice(str(serial).strip(), str(role).strip())
    return None


def _chain(
    profile: str | None,
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], str | None]]:
    """Yield a profile's settings, then those of its `source_profile`, with config and Region."""
    import botocore.session

    with translated():
        core: Any = botocore.session.Session(profile=profile)
        name = profile or core.get_config_variable("profile") or "default"
        config: Mapping[str, Any] = core.full_config
        default_region = core.get_config_variable("region")
    profiles = config.get("profiles", {})
    for _ in range(_MOST_PROFILES):
        settings = profiles.get(name)
        if not isinstance(settings, dict):
            return
        yield settings, config, default_region
        source = settings.get("source_profile")
        if not source or source == name:
            return
        name = source


def _sign_in_of(
    settings: Mapping[str, Any], config: Mapping[str, Any], default_region: str | None
) -> SsoSession | ConsoleSource | None:
    if name := settings.get("sso_session"):
        section = config.get("sso_sessions", {}).get(name, {})
        url, region = section.get("sso_start_url"), section.get("sso_region")
        scopes = str(section.get("sso_registration_scopes") or DEFAULT_SCOPE)
        if not (url and region):
            return None
        return SsoSession(url, region, name, tuple(one.strip() for one in scopes.split(",")))
    if settings.get("sso_start_url") and settings.get("sso_region"):
        return SsoSession(settings["sso_start_url"], settings["sso_region"])
    if arn := settings.get("login_session"):
        region = settings.get("region") or default_region or "us-east-1"
        return ConsoleSource(str(arn).strip(), str(region))
    return None


def session_for(start_url: str, region: str) -> SsoSession:
    """Return the session of an access portal, by the name that `~/.aws/config` has for it.

    The AWS CLI and S3enc then share one sign-in. Without such a section the name is that of the
    portal. Raises AppError where the files can't be read.
    """
    import botocore.session

    with translated():
        core: Any = botocore.session.Session(session_vars={"profile": (None, None, None, None)})
        sections: Mapping[str, Any] = core.full_config.get("sso_sessions", {})
    for name, section in sections.items():
        if section.get("sso_start_url") == start_url and section.get("sso_region") == region:
            return SsoSession(start_url, region, name)
    return SsoSession(start_url, region, urlsplit(start_url).netloc.partition(".")[0])
