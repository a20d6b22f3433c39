"""Asks for what a person must do while a command waits for it."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable
from threading import Thread

from s3enc_gui.cli.output import print_error, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in import terminal
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.sign_in import MfaDevice
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.i18n import _
from s3enc_gui.jobs.context import Context

NEEDS_CODE = "MfaCodeRequired"


def sign_in_command(connection: Connection) -> str:
    """Return the command that signs in to a connection, to be typed in another terminal."""
    words = ["s3enc", "connections", "sign-in"]
    if connection.credentials:
        words += ["--connection", connection.title or connection.credentials]
    elif connection.profile:
        words += ["--profile", connection.profile]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def ask_for_code(
    connection: Connection, context: Context, checkpoint: Callable[[], None] | None = None
) -> bool:
    """Ask for a code of the MFA device and use it; return whether the user entered one.

    `checkpoint` is called meanwhile. Raises AppError where the code isn't valid, and Cancelled.
    """
    code = terminal.ask(
        _("Code of your MFA device for {name}:").format(name=single_line(connection.name)),
        checkpoint or context.checkpoint,
    )
    context.checkpoint()
    if code:
        from s3enc_gui.jobs.connections.sign_in import SignIn  # commands seldom need it

        SignIn(connection, mfa_code=code).run(context)
    return bool(code)


class SignInPrompt:
    """Says once in each outage how to sign in; asks for a code where one is needed.

    The command goes on by itself, also after a sign-in in another terminal.
    """

    def __init__(self, connection: Connection, context: Context) -> None:
        self._connection, self._context = connection, context
        self._shown = False

    def show(self, outage: Outage | None) -> None:
        """Take a change of the outage; returns at once."""
        if outage is None or outage.given_up or outage.kind is not OutageKind.SIGNED_OUT:
            self._shown = False
        elif not self._shown:
            self._shown = True
            # Nothing waits for it: somebody may sign in elsewhere, or nobody answers.
            Thread(target=self._ask, name="sign-in", daemon=True).start()

    def _say(self) -> None:
        command = sign_in_command(self._connection)
        printer.message(single_line(_("In another terminal: {command}").format(command=command)))

    def _ask(self) -> None:
        from s3enc_gui.jobs.connections.sign_in import FindSignIn  # commands seldom need it

        try:
            found = FindSignIn(self._connection).run(self._context)
            needs_code = isinstance(found, MfaDevice) and terminal.can_ask()
            if not (needs_code and ask_for_code(self._connection, self._context, self._check)):
                self._say()
        except AppError as error:
            print_error(error)
            self._shown = False  # it is asked again after the next attempt
        except Cancelled:
            pass

    def _check(self) -> None:
        self._context.checkpoint()
        if not self._shown:
            raise Cancelled  # the outage is over
