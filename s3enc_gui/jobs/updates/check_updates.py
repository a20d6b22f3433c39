"""Looks whether there is a newer version, when the user asks for it."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.updates.update import UpdateAnswer, is_https, parse
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.network.plain_get import get
from s3enc_gui.store.updates.update_address import update_address
from s3enc_gui.version import VERSION

_LARGEST = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class CheckUpdates:
    """Read the version file. Nothing is downloaded or installed."""

    def run(self, context: Context) -> UpdateAnswer:
        """Return what it says. Raises AppError where it can't be read or isn't allowed."""
        managed, current = context.services.session_sources.managed(), VERSION
        rule = managed.updates
        if not rule.check:
            raise managed.forbidden(text("S3enc doesn't look for updates on this computer"))
        url = rule.url or update_address()
        if url is None:
            return UpdateAnswer(current)
        if not is_https(url):
            raise AppError(
                text("The address of the version file isn't valid"),
                text("“{url}” isn't an https:// address.", url=url),
                code="UpdateAddress",
            )
        return UpdateAnswer(current, parse(get(url, _LARGEST)))
