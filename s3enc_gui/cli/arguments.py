"""Command line options that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import Place, unsaved
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.connections.first_connection import FindFirstConnection
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.managed import only_managed

TABLE = "table"
DEADLINE = 600.0  # seconds that commands retry during an outage; the next run resumes


def add_connection(parser: argparse.ArgumentParser) -> None:
    """Add the options that select the credentials and the server."""
    names = parser.add_mutually_exclusive_group()
    names.add_argument("--connection", metavar="N", help=_("saved connection"))
    names.add_argument("--profile", metavar="P", help=_("profile in ~/.aws"))
    parser.add_argument("--region", metavar="R", help=_("AWS Region"))
    parser.add_argument("--endpoint-url", metavar="U", help=_("URL of an S3-compatible server"))
    parser.add_argument(
        "--no-sign-request",
        action="store_true",
        help=_("connect anonymously, without credentials: for public data"),
    )
    parser.add_argument(
        "--request-payer",
        choices=["requester"],
        help=_("agree to pay for requests and data of Requester Pays buckets"),
    )
    _add_endpoint_kinds(parser)
    parser.add_argument(
        "--ca-bundle", metavar="F", help=_("PEM file of trusted certificate authorities")
    )
    parser.add_argument(
        "--proxy",
        metavar="U",
        help=_("URL of the HTTP proxy, none, or system (default: as in the window's settings)"),
    )


def _add_endpoint_kinds(parser: argparse.ArgumentParser) -> None:
    for option, summary in (
        ("--fips", _("use the FIPS endpoints of AWS")),
        ("--dual-stack", _("use the dual-stack endpoints of AWS (IPv4 and IPv6)")),
        ("--ipv6-only", _("connect to IPv6 addresses only")),
        ("--older-server", _("S3-compatible server that knows MD5 checksums only")),
    ):
        parser.add_argument(option, action="store_true", help=summary)


def add_log_level(parser: argparse.ArgumentParser) -> None:
    """Add `--log-level`; the default is that of the whole command line."""
    parser.add_argument(
        "--log-level",
        choices=[level.value for level in LogLevel],
        default=argparse.SUPPRESS,  # a subcommand must not overwrite what its command has
        help=_("write messages of this run to the log; secrets are masked"),
    )


def selected_connection(arguments: argparse.Namespace) -> Connection:
    """Return the connection that the options select, apart from a saved one."""
    return Connection(
        profile=arguments.profile,
        region=arguments.region,
        endpoint_url=arguments.endpoint_url,
        ca_bundle=arguments.ca_bundle,
        anonymous=arguments.no_sign_request,
        requester_pays=arguments.request_payer is not None,
        older_server=arguments.older_server,
        fips=arguments.fips,
        dual_stack=arguments.dual_stack,
        ipv6_only=arguments.ipv6_only,
    )


def place_of(arguments: argparse.Namespace, region: str) -> Place:
    """Return where the requests of a new connection to AWS go."""
    return replace(unsaved(selected_connection(arguments)).place, region=region, endpoint_url=None)


def connection_of(arguments: argparse.Namespace, context: Context) -> Connection:
    """Return the connection that the options select; they override those of a saved one.

    Where only the administrator's connections are allowed, their first is the default. Raises
    AppError where there is no saved connection of that name.
    """
    selected = selected_connection(arguments)
    only_default = selected == Connection() and only_managed(context)
    if arguments.connection is None and not only_default:
        return selected
    first = FindFirstConnection(selected, arguments.connection, in_window=False)
    return first.run(context).connection


def checked_connection(arguments: argparse.Namespace, context: Context) -> Connection:
    """Return the connection; print a warning if its requests aren't encrypted in transit.

    Raises AppError as `connection_of`.
    """
    connection = connection_of(arguments, context)
    if connection.sends_in_the_clear:
        warning = _("Warning: http:// sends everything to {host} unencrypted.")
        printer.message(warning.format(host=urlsplit(connection.endpoint_url or "").hostname))
    return connection


def add_objects(parser: argparse.ArgumentParser) -> None:
    """Add the objects and folders that a command takes, one or more."""
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="s3://BUCKET/KEY|PREFIX/",
        help=_("object, or folder (ending with /) and everything in it"),
    )


def add_results(parser: argparse.ArgumentParser) -> None:
    """Add how the results of objects are printed."""
    parser.add_argument("--json", action="store_true", help=_("print the results as JSON"))
    parser.add_argument("--quiet", action="store_true", help=_("print errors only"))


def add_format(parser: argparse.ArgumentParser, formats: Iterable[str], output_help: str) -> None:
    """Add `--format` and `--output`."""
    parser.add_argument(
        "--format",
        choices=[TABLE, *formats],
        help=_("default: table; with --output, the format that matches the file name extension"),
    )
    parser.add_argument("--output", metavar="FILE", help=output_help)


def check_table(arguments: argparse.Namespace) -> None:
    """Raise AppError for a table that would go to a file."""
    if arguments.format == TABLE and arguments.output:
        raise AppError(
            text("A table can't be written to a file"),
            hint=text("Use another --format, or omit --output."),
            code="Usage",
        )


def name_value_pair(argument: str) -> tuple[str, str]:
    """Parse NAME=VALUE."""
    name, equals, value = argument.partition("=")
    if not equals or not name:
        message = _("{argument} isn't of the form NAME=VALUE")
        raise argparse.ArgumentTypeError(message.format(argument=repr(argument)))
    return name, value
