"""Profiles of `~/.aws`: their names, and what gives them their credentials."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import N_


class ProfileKind(Enum):
    """What gives a profile its credentials. Values are translated where they are shown."""

    ROLE = N_("role")
    WEB_IDENTITY = N_("web identity")
    SSO = N_("company sign-in (SSO)")
    KEYS = N_("access key")
    CONSOLE = N_("console sign-in")
    PROCESS = N_("credential process")
    OTHER = N_("no credentials of its own")


# In botocore's order: the first one that a profile has is used.
_SETTINGS: tuple[tuple[ProfileKind, tuple[str, ...]], ...] = (
    (ProfileKind.ROLE, ("role_arn", "source_profile")),
    (ProfileKind.ROLE, ("role_arn", "credential_source")),
    (ProfileKind.WEB_IDENTITY, ("role_arn", "web_identity_token_file")),
    (ProfileKind.SSO, ("sso_session",)),
    (ProfileKind.SSO, ("sso_start_url",)),
    (ProfileKind.KEYS, ("aws_access_key_id",)),
    (ProfileKind.CONSOLE, ("login_session",)),
    (ProfileKind.PROCESS, ("credential_process",)),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """`region` is empty where the profile names none."""

    name: str
    kind: ProfileKind
    region: str = ""

    @classmethod
    def of(cls, name: str, settings: Mapping[str, object]) -> Profile:
        """Return the profile with these settings; no secret is kept."""
        kind = next(
            (kind for kind, needed in _SETTINGS if all(map(settings.get, needed))),
            ProfileKind.OTHER,
        )
        return cls(name, kind, str(settings.get("region") or ""))
