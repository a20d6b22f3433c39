"""Runs a parsed command with the services that it needs; what it raises is printed."""

from __future__ import annotations

import argparse
import gc
import logging
from collections.abc import Callable
from contextlib import nullcontext

from s3enc_gui.app import build_services, start_log
from s3enc_gui.cli import exit_status
from s3enc_gui.cli.arguments import DEADLINE, connection_of
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.interrupt import run_interruptible
from s3enc_gui.cli.output import (
    denials,
    error_document,
    print_error,
    print_json,
    print_notice,
)
from s3enc_gui.cli.printer import NotPrintedError
from s3enc_gui.cli.problem_reports.watch import watched
from s3enc_gui.cli.running.awake import kept_awake
from s3enc_gui.cli.sign_in import terminal
from s3enc_gui.cli.sign_in.prompt import NEEDS_CODE, ask_for_code
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.failures import log_failure

# Unexpected errors are printed as messages; without a handler Python would print tracebacks.
logging.getLogger("s3enc_gui").addHandler(logging.NullHandler())
_log = logging.getLogger(__name__)


def run_command(arguments: argparse.Namespace) -> int:
    """Run a command and return its exit status; what was denied is printed at the end."""
    denials.reset()
    status = _run(arguments)
    if status and not arguments.json:
        denials.print_text()
    return status


def _run(arguments: argparse.Namespace) -> int:
    # Rescanning the loaded modules in each collection costs a tenth of the time of a large upload.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
    services = build_services(deadline=DEADLINE)
    services.aws_sessions.on_notice = print_notice
    if arguments.log_level:
        start_log(services, "s3enc", LogLevel(arguments.log_level))
    try:
        watching = watched(Context(services)) if arguments.watched else nullcontext()
        with watching, kept_awake(services):
            status = run_interruptible(
                lambda stopped: _started(arguments, Context(services, stopped=stopped)),
                arguments.stopping,
            )
        _log.info("exit status %d", status)
        return status
    except AppError as error:
        return _failed(error, exit_status.of_error(error), as_json=arguments.json)
    except Cancelled:
        interrupted = AppError(text("Interrupted"), code="Interrupted")
        return _failed(interrupted, ExitStatus.INTERRUPTED, as_json=arguments.json)
    except NotPrintedError:
        return ExitStatus.FAILED
    except Exception as error:  # noqa: BLE001 - a bug, printed as a message
        _log.exception("Unexpected error")
        return _failed(unexpected(error), ExitStatus.FAILED, as_json=arguments.json)
    finally:
        services.close()
        services.log.stop()


def _started(arguments: argparse.Namespace, context: Context) -> int:
    proxy = getattr(arguments, "proxy", None)
    if proxy is not None:
        from s3enc_gui.jobs.settings.network import override_proxy

        override_proxy(context, proxy)
    return int(_with_code(arguments, context))


def _with_code(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Run the command; where it needs a code first and a person is there, ask and run it again."""
    run: Callable[[argparse.Namespace, Context], ExitStatus] = arguments.run
    try:
        return run(arguments, context)
    except AppError as error:
        if error.code != NEEDS_CODE or not terminal.can_ask() or arguments.asks_for_code:
            raise
        if not ask_for_code(connection_of(arguments, context), context):
            raise
    return run(arguments, context)


def _failed(error: AppError, status: ExitStatus, *, as_json: bool) -> int:
    log_failure(error)
    if as_json:
        print_json({"error": error_document(error)})
    print_error(error)
    return status
