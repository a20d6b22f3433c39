"""Which errors mean that the user must sign in before anything works."""

from __future__ import annotations

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.transient_errors import outage_kind_of

_NO_CREDENTIALS = frozenset({"NoCredentialsError", "KeyringLocked", "SecretMissing"})
_NO_PROFILE = "ProfileNotFound"


def is_default(connection: Connection) -> bool:
    """Whether the credentials come from the standard chain of the AWS SDKs."""
    return not (connection.profile or connection.credentials or connection.anonymous)


def needs_sign_in(connection: Connection, error: AppError) -> bool:
    """Whether an error that identifying the caller returned is for want of a sign-in.

    The default credentials name a profile that doesn't exist where `AWS_PROFILE` is out of date.
    """
    if error.code == _NO_PROFILE:
        return is_default(connection)
    return error.code in _NO_CREDENTIALS or outage_kind_of(error) is OutageKind.SIGNED_OUT
