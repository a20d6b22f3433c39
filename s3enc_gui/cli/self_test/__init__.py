"""`s3enc self-test`: checks this installation."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from dataclasses import replace

from s3enc_gui.app import DEMO_BUCKET, use_only
from s3enc_gui.cli.arguments import add_connection, checked_connection
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.demo.launcher import DemoError, DemoServer
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.domain.self_test.component_check import ComponentCheck, has_failed
from s3enc_gui.i18n import _, text, untranslated
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.self_test.self_test import RunSelfTest
from s3enc_gui.wording.self_test.lines import check_line, summary_text


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.set_defaults(
        run=run,
        stopping=_("Stopping. Test objects are removed."),
        watched=False,  # it writes nothing to the user's folders
    )
    parser.add_argument(
        "--bucket",
        metavar="B",
        default="",
        help=_("also upload test objects to this bucket, download them, and remove them again"),
    )
    parser.add_argument(
        "--demo", action="store_true", help=_("the same with a simulated Amazon S3")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    parser.add_argument(
        "--window", action="store_true", help=_("fail where a part of the window is missing")
    )
    add_connection(parser)


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the checks; FAILED if one failed. Raises AppError."""
    with ExitStack() as stack:
        job = _job(arguments, context, stack)
        report = (lambda _: None) if arguments.json else _print
        checks = job.run(replace(context, report=report))
    if arguments.json:
        print_json({"checks": [_document(check) for check in checks]})
    else:
        printer.result(summary_text(checks))
    return ExitStatus.FAILED if has_failed(checks) else ExitStatus.OK


def _job(arguments: argparse.Namespace, context: Context, stack: ExitStack) -> RunSelfTest:
    if arguments.demo:
        return RunSelfTest(_demo(stack), DEMO_BUCKET, needs_window=arguments.window)
    connection = checked_connection(arguments, context)
    where = parse_location(arguments.bucket) if arguments.bucket else None
    bucket = where.bucket if where else connection.bucket
    prefix = where.key if where else connection.prefix
    if not bucket and (arguments.endpoint_url or arguments.profile or arguments.connection):
        raise AppError(
            text("The bucket is missing"),
            text("A server is tested with an upload."),
            text("Add --bucket."),
            code="Usage",
        )
    if prefix and not prefix.endswith("/"):
        prefix += "/"
    return RunSelfTest(connection, bucket, prefix, needs_window=arguments.window)


def _demo(stack: ExitStack) -> Connection:
    """Start the demo's server; it ends with the stack."""
    try:
        server = stack.enter_context(DemoServer())
    except DemoError as error:
        raise AppError(text("Can't start the demo"), error.reason, code="Demo") from error
    use_only(server.environment)
    return Connection(endpoint_url=server.endpoint_url, region=server.region)


def _print(check: object) -> None:
    if isinstance(check, ComponentCheck):
        printer.result(single_line(check_line(check)))


def _document(check: ComponentCheck) -> dict[str, object]:
    """Return a check as JSON, in the source language."""
    return {
        "check": check.component.value,
        "state": check.state.value,
        "found": untranslated(check.found),
        "hint": untranslated(check.hint),
    }
