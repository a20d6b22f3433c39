"""Who makes an audit: the user of this computer, and the caller as AWS knows it."""

from __future__ import annotations

import getpass
import platform
from contextlib import suppress

from s3enc_gui.domain.audits.audit import AuditMaker
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.session.aws_session import AwsSession


def audit_maker(aws_session: AwsSession) -> AuditMaker:
    """Return it; blocks. What can't be found out is empty.

    A session identifies the caller once; servers other than AWS seldom have an STS.
    """
    who = aws_session.known_identity
    if who is None:
        with suppress(AppError):
            if aws_session.has_sts:
                who = aws_session.identity()
    return AuditMaker(_user(), who.arn if who else "")


def _user() -> str:
    """Return `anna@laptop`; empty if the system names no user."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # without the user's entry in the password database
        return ""
    return "@".join(filter(None, (user, platform.node())))
