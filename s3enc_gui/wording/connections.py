"""Connections as text: what gives them their credentials, and where they lead."""

from __future__ import annotations

from s3enc_gui.domain.connections.profile import Profile
from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    CompanySource,
    ConsoleSource,
    KeySource,
    Place,
    ProfileSource,
    Source,
)
from s3enc_gui.i18n import N_, _, translate

_OPTIONS = {
    "fips": N_("FIPS"),
    "dual-stack": N_("dual-stack"),
    "ipv6-only": N_("IPv6 only"),
    "older-server": N_("older server"),
}


def kind_text(source: Source) -> str:
    """Say what gives a connection its credentials."""
    if isinstance(source, ProfileSource):
        if source.profile is None:
            return _("Default credentials")
        return _("Profile {name}").format(name=source.profile)
    if isinstance(source, CompanySource):
        return _("Company sign-in: {role} in {account}").format(
            role=source.role, account=source.account
        )
    if isinstance(source, ConsoleSource):
        return _("AWS console sign-in: {user}").format(user=source.session_arn.rpartition(":")[2])
    if isinstance(source, KeySource):
        return _("Access key {id}").format(id=source.access_key)
    if isinstance(source, AnonymousSource):
        return _("Public data, no sign-in")
    raise TypeError(source)


def profile_text(profile: Profile) -> str:
    """Say what gives a profile its credentials, and its Region."""
    kind = translate(profile.kind.value)
    return f"{kind}, {profile.region}" if profile.region else kind


def place_text(place: Place) -> str:
    """Say where requests go."""
    where = place.endpoint_url or place.region or ""
    options = [translate(_OPTIONS[name]) for name in endpoint_options(place)]
    return ", ".join([where] * bool(where) + options)


def endpoint_options(place: Place) -> list[str]:
    """Return the options of the endpoints that are on, as the command line names them."""
    options = {
        "fips": place.fips,
        "dual-stack": place.dual_stack,
        "ipv6-only": place.ipv6_only,
        "older-server": place.older_server,
    }
    return [name for name, used in options.items() if used]
