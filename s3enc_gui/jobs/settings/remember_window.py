"""Saves the layout of the window and the place that is open, when it is closed."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.settings.window_state import LastPlace, WindowLayout
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors


@dataclass(frozen=True, slots=True)
class RememberWindow:
    """`screens` names the arrangement of screens; without a bucket none is open.

    Without a connection the last place stays the one that it was.
    """

    screens: str
    layout: WindowLayout
    connection: Connection | None = None
    bucket: str = ""
    prefix: str = ""

    def run(self, context: Context) -> None:
        """Save them. Raises AppError."""
        window = context.services.settings.window
        with settings_errors(text("Can't save the layout of the window")):
            window.save_layout(self.screens, self.layout)
            place = self._place(context)
            if place is not None:
                window.save_place(place)

    def _place(self, context: Context) -> LastPlace | None:
        shown = self.connection
        if shown is None:
            return None
        for one in context.services.connections.saved.load().connections:
            if one.connection.is_same_as(shown):
                return LastPlace(one.id, None, self.bucket, self.prefix)
        if shown.is_same_as(Connection(profile=shown.profile)):
            return LastPlace("", shown.profile, self.bucket, self.prefix)
        return None  # of a start with options
