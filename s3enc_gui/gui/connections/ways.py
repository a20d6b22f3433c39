"""The ways to sign in, in the words of the people who have them."""

from __future__ import annotations

from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    CompanySource,
    ConsoleSource,
    KeySource,
    SavedConnection,
)
from s3enc_gui.i18n import N_


class Way(Enum):
    """A way to get credentials; each has a form."""

    COMPANY = "company"
    CONSOLE = "console"
    KEY = "key"
    SERVICE = "service"
    PUBLIC = "public"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class WayText:
    """Title, explanation and icon; texts are marked, not translated."""

    title: str
    about: str
    icon: str


WAY_TEXTS = {
    Way.COMPANY: WayText(
        N_("Sign in with my company"),
        N_("You have the address of an AWS access portal (IAM Identity Center)."),
        "person",
    ),
    Way.CONSOLE: WayText(
        N_("Sign in with the AWS console"),
        N_("You sign in to the AWS Management Console with a user and a password."),
        "region",
    ),
    Way.KEY: WayText(
        N_("I have an access key"),
        N_("You have an access key ID and a secret access key."),
        "key",
    ),
    Way.SERVICE: WayText(
        N_("Another S3 service"),
        N_("MinIO, Ceph, Cloudflare R2, Backblaze B2, Wasabi and others."),
        "disk",
    ),
    Way.PUBLIC: WayText(
        N_("Public data, no sign-in"),
        N_("You have the name of a bucket that everyone can read."),
        "unlocked",
    ),
    Way.PROFILE: WayText(
        N_("A profile of the AWS CLI"),
        N_("The AWS CLI is set up on this computer."),
        "file",
    ),
}


def way_of(connection: SavedConnection) -> Way:
    """Return the way that a saved connection uses."""
    source = connection.source
    if isinstance(source, CompanySource):
        return Way.COMPANY
    if isinstance(source, ConsoleSource):
        return Way.CONSOLE
    if isinstance(source, KeySource):
        return Way.SERVICE if connection.place.endpoint_url else Way.KEY
    if isinstance(source, AnonymousSource):
        return Way.PUBLIC
    return Way.PROFILE
