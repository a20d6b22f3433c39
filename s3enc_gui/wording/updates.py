"""What was found out about updates, as text."""

from __future__ import annotations

from s3enc_gui.domain.updates.update import UpdateAnswer
from s3enc_gui.i18n import _


def update_title(answer: UpdateAnswer) -> str:
    """Return the main statement, without a full stop."""
    if answer.published is None:
        return _("This copy of S3enc doesn't look for updates")
    if answer.is_newer:
        return _("S3enc {version} is available").format(version=answer.published.version)
    return _("S3enc is up to date")


def update_detail(answer: UpdateAnswer) -> str:
    """Return the sentences below it."""
    if answer.published is None:
        return _(
            "It was installed without an address for updates. They come from where you got it: the"
            " package manager, or the person who gave it to you. You have version {version}."
        ).format(version=answer.current)
    you_have = _("You have version {version}.").format(version=answer.current)
    if not answer.is_newer:
        return you_have
    if answer.is_required:
        return _("You have version {version}, which shouldn't be used anymore.").format(
            version=answer.current
        )
    return you_have
