"""`s3enc connections`: lists and tests connections, signs in and out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace

from s3enc_gui.cli.arguments import add_connection, add_log_level, checked_connection, place_of
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import error_document, print_error, print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in.prompt import ask_for_code
from s3enc_gui.cli.sign_in.report import SignInReport, ask_code
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.connection_check import CheckAnswer, ConnectionCheck
from s3enc_gui.domain.connections.saved_connection import (
    CompanySource,
    ConsoleSource,
    ProfileSource,
    SavedConnection,
    free_name,
    unsaved,
)
from s3enc_gui.domain.connections.sign_in import Account, MfaDevice
from s3enc_gui.domain.connections.start_url import parse_start_url
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.i18n import _, text, untranslated
from s3enc_gui.jobs.connections.check_connection import CheckConnection
from s3enc_gui.jobs.connections.list_connections import ListConnections
from s3enc_gui.jobs.connections.saved_connections import (
    FindSession,
    ListAccounts,
    ListRoles,
    LoadConnections,
    SaveConnection,
)
from s3enc_gui.jobs.connections.sign_in import (
    FindSignIn,
    SignIn,
    SignInToCompany,
    SignInWithConsole,
    SignOut,
)
from s3enc_gui.jobs.context import Context
from s3enc_gui.wording.connections import endpoint_options, kind_text, place_text


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands and their options."""
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    for add, name, summary in (
        (_add_list, "list", _("list the connections and profiles")),
        (_add_test, "test", _("show who you are and what you may do")),
        (_add_sign_in, "sign-in", _("sign in through a web browser")),
        (_add_sign_out, "sign-out", _("end a sign-in")),
    ):
        action = commands.add_parser(name, help=summary)
        add_log_level(action)
        add(action)


def _add_list(parser: argparse.ArgumentParser) -> None:
    _defaults(parser, _list)
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def _add_test(parser: argparse.ArgumentParser) -> None:
    _defaults(parser, _test)
    add_connection(parser)
    parser.add_argument("--bucket", metavar="B", default="", help=_("a bucket to test, or s3://…"))
    parser.add_argument(
        "--write", action="store_true", help=_("also write a small object, and delete it again")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def _add_sign_in(parser: argparse.ArgumentParser) -> None:
    _defaults(parser, sign_in)
    parser.set_defaults(asks_for_code=True)
    add_connection(parser)
    parser.add_argument(
        "--device-code",
        action="store_true",
        help=_("use a browser on another computer: print an address and a code"),
    )
    parser.add_argument(
        "--start-url", metavar="U", help=_("address of the company's AWS access portal")
    )
    parser.add_argument("--sso-region", metavar="R", help=_("Region of the access portal"))
    parser.add_argument("--account", metavar="ID", help=_("account in the access portal"))
    parser.add_argument("--role", metavar="NAME", help=_("role in the account"))
    parser.add_argument("--console", action="store_true", help=_("sign in as with the AWS console"))
    parser.add_argument("--name", metavar="N", help=_("name of the connection that is saved"))
    parser.add_argument(
        "--mfa-code", metavar="C", help=_("code of the MFA device; default: asked for")
    )
    parser.set_defaults(json=False)


def _add_sign_out(parser: argparse.ArgumentParser) -> None:
    _defaults(parser, _sign_out)
    add_connection(parser)
    parser.set_defaults(json=False)


def _defaults(
    parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace, Context], ExitStatus]
) -> None:
    parser.set_defaults(run=run, stopping=_("Stopping. Nothing was changed."))


def _list(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    saved = LoadConnections().run(context)
    listed = ListConnections(Connection()).run(context)
    profiles = [one for one in listed if one.profile]
    if arguments.json:
        print_json(
            {
                "connections": [_document(one, saved.default_id) for one in saved.connections],
                "profiles": [one.profile for one in profiles],
            }
        )
        return ExitStatus.OK
    rows = [
        (one.name, kind_text(one.source), place_text(one.place), _mark(one, saved.default_id))
        for one in saved.connections
    ]
    rows += [(one.name, kind_text(ProfileSource(one.profile)), "", "") for one in profiles]
    if not rows:
        printer.message(_("No connections yet. To add one, use s3enc connections sign-in."))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        printer.result(single_line("  ".join(cells).rstrip()))
    return ExitStatus.OK


def _mark(connection: SavedConnection, default_id: str | None) -> str:
    return _("default") if connection.id == default_id else ""


def _document(connection: SavedConnection, default_id: str | None) -> dict[str, object]:
    return {
        "name": connection.name,
        "id": connection.id,
        "kind": type(connection.source).__name__.removesuffix("Source").lower(),
        "region": connection.place.region,
        "endpoint_url": connection.place.endpoint_url,
        "options": endpoint_options(connection.place),
        "bucket": connection.bucket or None,
        "prefix": connection.prefix or None,
        "default": connection.id == default_id,
    }


def _test(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    connection = checked_connection(arguments, context)
    saved = LoadConnections().run(context).find(connection.credentials or "")
    if saved is None:
        saved = unsaved(connection)
    where = parse_location(arguments.bucket) if arguments.bucket else None
    job = CheckConnection(
        saved,
        bucket=where.bucket if where else "",
        prefix=where.key if where else "",
        write=arguments.write,
    )
    if arguments.json:
        checks = job.run(context)
        print_json({"checks": [_check_document(check) for check in checks]})
    else:
        checks = job.run(replace(context, report=_print_check))
    answers = {check.answer for check in checks}
    return ExitStatus.FAILED if CheckAnswer.NOT_ALLOWED in answers else ExitStatus.OK


def _print_check(check: object) -> None:
    if isinstance(check, ConnectionCheck):
        found = str(check.found) or (check.error.title if check.error else "")
        line = f"{check.answer.label.ljust(12)}  {check.right.label}"
        printer.result(single_line(f"{line}: {found}" if found else line))
        if check.error and check.error.command_hint:
            printer.message(single_line(f"  {check.error.command_hint}"))


def _check_document(check: ConnectionCheck) -> dict[str, object]:
    return {
        "right": check.right.value,
        "answer": check.answer.value,
        "found": untranslated(check.found),
        "error": error_document(check.error) if check.error else None,
    }


def sign_in(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Sign in to a connection, or to a new one. Raises AppError."""
    context = replace(context, report=SignInReport(other_computer=arguments.device_code))
    if arguments.start_url:
        connection = _new_company_connection(arguments, context)
    elif arguments.console:
        connection = _new_console_connection(arguments, context)
    else:
        return _sign_in_again(checked_connection(arguments, context), arguments, context)
    saved = LoadConnections().run(context).connections
    connection = replace(connection, name=free_name(connection.name, saved))
    SaveConnection(connection, as_default=not saved).run(context)
    done = _("Signed in. Saved the connection “{name}”: use --connection {name}.")
    printer.result(single_line(done.format(name=connection.name)))
    return ExitStatus.OK


def _sign_in_again(
    connection: Connection, arguments: argparse.Namespace, context: Context
) -> ExitStatus:
    found = FindSignIn(connection).run(context)
    if found is not None and not isinstance(found, MfaDevice):
        SignIn(connection, arguments.device_code, ask_code).run(context)
        found = FindSignIn(connection).run(context)  # its role may need a code, too
    if isinstance(found, MfaDevice):
        if arguments.mfa_code or not ask_for_code(connection, context):
            SignIn(connection, mfa_code=arguments.mfa_code or "").run(context)
        if problem := context.services.connections.secrets.problem:
            print_error(problem)
    elif found is None:
        SignIn(connection).run(context)  # says why there is none
    printer.result(_("Signed in."))
    return ExitStatus.OK


def _new_company_connection(arguments: argparse.Namespace, context: Context) -> SavedConnection:
    portal = parse_start_url(arguments.start_url)
    region = portal.region or arguments.sso_region
    if not region:
        raise AppError(
            text("The Region of the access portal is missing"),
            hint=text("Add --sso-region. Your administrator can tell you the Region."),
            code="Usage",
        )
    session = FindSession(portal.url, region).run(context)
    SignInToCompany(session, arguments.device_code).run(context)
    account = _chosen_account(arguments.account, ListAccounts(session).run(context))
    role = _chosen_role(arguments.role, account, ListRoles(session, account.id).run(context))
    return SavedConnection(
        arguments.name or f"{account.name or account.id} ({role})",
        CompanySource(session, account.id, role),
        place_of(arguments, arguments.region or region),
    )


def _new_console_connection(arguments: argparse.Namespace, context: Context) -> SavedConnection:
    region = arguments.region or "us-east-1"
    pasted = ask_code if arguments.device_code else None
    source: ConsoleSource = SignInWithConsole(region, pasted).run(context)
    name = arguments.name or source.session_arn.rpartition("/")[2]
    return SavedConnection(name, source, place_of(arguments, region))


def _chosen_account(wanted: str | None, accounts: list[Account]) -> Account:
    found = [one for one in accounts if wanted in (None, one.id, one.name)]
    if len(found) == 1:
        return found[0]
    raise AppError(
        text("Which account?") if found else text("You have no access to this account"),
        text(
            "Your accounts: {accounts}.",
            accounts=", ".join(f"{one.name} {one.id}".strip() for one in accounts) or "–",
        ),
        text("Add --account with one of them."),
        code="Usage",
    )


def _chosen_role(wanted: str | None, account: Account, roles: list[str]) -> str:
    found = [one for one in roles if wanted in (None, one)]
    if len(found) == 1:
        return found[0]
    raise AppError(
        text("Which role?") if found else text("You don't have this role"),
        text(
            "Your roles in {account}: {roles}.", account=account.id, roles=", ".join(roles) or "–"
        ),
        text("Add --role with one of them."),
        code="Usage",
    )


def _sign_out(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    connection = checked_connection(arguments, context)
    done = SignOut(connection).run(context)
    printer.result(_("Signed out.") if done else _("You weren't signed in."))
    return ExitStatus.OK
