"""Tells where to sign in, and opens the browser."""

from __future__ import annotations

import getpass
import webbrowser

from s3enc_gui.cli.output import single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connections.sign_in import BrowserPage, DeviceCode, WaitsForOther
from s3enc_gui.i18n import _


class SignInReport:
    """Tells the user where to sign in, and opens the browser on this computer."""

    def __init__(self, *, other_computer: bool) -> None:
        self._other_computer = other_computer

    def __call__(self, event: object) -> None:
        """Take an event of the sign-in."""
        if isinstance(event, BrowserPage):
            printer.message(_("Sign in on this page:"))
            printer.message(single_line(event.url))
            if not self._other_computer and not webbrowser.open(event.url):
                printer.message(_("No browser could be opened. Use --device-code instead."))
        elif isinstance(event, DeviceCode):
            printer.message(_("Open this page on any computer, and check the code it shows:"))
            printer.message(single_line(event.complete_url))
            printer.message(_("Code: {code}").format(code=single_line(event.code)))
        elif isinstance(event, WaitsForOther):
            printer.message(_("Another S3enc is signing in. Waiting for it…"))


def ask_code() -> str:
    """Ask for the code of the sign-in page, without showing it."""
    return getpass.getpass(_("Code that the page shows: "))
