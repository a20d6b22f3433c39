"""Plans, asks, runs and undoes a change of encryption."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace

from s3enc_gui.cli.arguments import checked_connection
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.keys.key_option import customer_key_of, source_key_of
from s3enc_gui.cli.kms_key import check_key
from s3enc_gui.cli.output import (
    error_document,
    print_error,
    print_json,
    single_line,
)
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.reencrypt import runs
from s3enc_gui.cli.reencrypt.progress import Progress
from s3enc_gui.cli.sign_in.outage_report import OutageReport
from s3enc_gui.cli.sign_in.terminal import ask, can_ask
from s3enc_gui.domain.audits.audit import Requirement, parse_requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.domain.reencryption.dry_run import DryRun
from s3enc_gui.domain.reencryption.run import RunResult, not_a_run
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.where import parse_where
from s3enc_gui.i18n import _, text, untranslated
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.reencryption.plan import (
    PlanReencryption,
    ReadPlan,
    ReencryptionPlan,
)
from s3enc_gui.jobs.reencryption.receipts import WriteReceipts
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.runs import ForgetPlan, known_run, path_of
from s3enc_gui.jobs.reencryption.selection import Selection, Wish
from s3enc_gui.wording.formats import objects_text
from s3enc_gui.wording.reencryption.dry_run import check_lines, effects, way_rows
from s3enc_gui.wording.reencryption.labels import target_document, target_text
from s3enc_gui.wording.reencryption.receipts import receipt_document
from s3enc_gui.wording.reencryption.results import result_lines


def run(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Plan, ask, change; print the result. Raises AppError."""
    if arguments.list or arguments.show or arguments.discard:
        _check_alone(arguments)
        act = runs.list_runs if arguments.list else runs.show if arguments.show else runs.discard
        return act(arguments, context)
    if arguments.resume:
        return _resume(arguments, context)
    runs.clean(context)
    job = _plan_job(arguments, context)
    progress = Progress(OutageReport(job.connection, context), quiet=arguments.quiet)
    reporting = replace(context, report=progress.report)
    plan = job.run(reporting)
    if not arguments.json:
        _print_plan(plan)
    if arguments.dry_run or not plan.left:
        if arguments.json:
            print_json(_plan_document(plan))
        _write_receipts(plan.path, arguments, context)
        _forget(plan, context)
        return _status_of_plan(plan)
    try:
        agreed = _confirmed(arguments, context, plan)
    except BaseException:
        _forget(plan, context)
        raise
    if not agreed:
        _forget(plan, context)
        printer.message(_("Nothing was changed."))
        return ExitStatus.FAILED
    return _run(plan, job.connection, arguments, reporting)


def _resume(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Go on with an unfinished run, as the user has agreed to before. Raises AppError."""
    _check_alone(arguments)
    plan = ReadPlan(path_of(arguments.resume)).run(context)
    customer_key_of(arguments, context)  # the file of the key, if it isn't in the keyring
    connection = runs.connection_of(plan.facts, arguments, context)
    connection = connection.with_customer_key(source_key_of(arguments, context))
    progress = Progress(OutageReport(connection, context), quiet=arguments.quiet)
    if not arguments.json:
        _print_plan(plan)
    return _run(plan, connection, arguments, replace(context, report=progress.report))


def _forget(plan: ReencryptionPlan, context: Context) -> None:
    with suppress(AppError):  # the next command removes it
        ForgetPlan(plan.path).run(context)


def _check_alone(arguments: argparse.Namespace) -> None:
    if arguments.scope or arguments.where or arguments.dry_run or arguments.yes:
        raise AppError(
            text("--list, --show, --resume and --discard are about changes that have begun"),
            hint=text("Use them without s3://BUCKET, --where, --dry-run and --yes."),
            code="Usage",
        )


def _run(
    plan: ReencryptionPlan, connection: Connection, arguments: argparse.Namespace, context: Context
) -> ExitStatus:
    result = RunReencryption(connection, plan.path).run(context)
    _print_result(plan, result, arguments)
    _write_receipts(plan.path, arguments, context)
    return status_of(result)


def status_of(result: RunResult) -> ExitStatus:
    """Return the most severe status; stored differently outweighs failed."""
    if result.error is None and result.left:
        return ExitStatus.INTERRUPTED
    if result.counts.get(State.DIFFERENT):
        return ExitStatus.DIFFERENT
    return ExitStatus.OK if result.all_done else ExitStatus.FAILED


def _status_of_plan(plan: ReencryptionPlan) -> ExitStatus:
    return ExitStatus.FAILED if plan.dry_run.reasons and not plan.left else ExitStatus.OK


def _plan_job(arguments: argparse.Namespace, context: Context) -> PlanReencryption:
    """Return the job that the options describe. Raises AppError."""
    if bool(arguments.scope) is bool(arguments.undo):
        raise AppError(
            text("Either name objects with --to, or a log with --undo"),
            hint=text("Example: s3enc reencrypt s3://BUCKET/PREFIX --to aws:kms=KEY"),
            code="Usage",
        )
    update, trial = not arguments.copy, arguments.try_in_place
    if arguments.undo:
        log = path_of(arguments.undo)
        facts = known_run(log).facts
        if facts is None:
            raise not_a_run(log)
        selection = Selection(facts.bucket, undoes=log)
        customer_key_of(arguments, context)  # as in _resume
        connection = runs.connection_of(facts, arguments, context)
        connection = connection.with_customer_key(source_key_of(arguments, context))
        return PlanReencryption(
            connection, selection, update=update, trial=trial, anew=arguments.anew
        )
    customer_key = customer_key_of(arguments, context) or ""
    requirement = _requirement(arguments.to, customer_key)
    where = tuple(parse_where(one) for one in arguments.where)
    location = parse_location(arguments.scope)
    connection = checked_connection(arguments, context)
    for key in (requirement.key, *(one.key for one in where)):
        if key:
            check_key(key, connection, context, quiet=arguments.json)
    selection = Selection(location.bucket, prefixes=(location.key,), versions=arguments.versions)
    wish = Wish(requirement, arguments.bucket_key, customer_key)
    connection = connection.with_customer_key(source_key_of(arguments, context))
    return PlanReencryption(connection, selection, wish, where, update, trial, arguments.anew)


def _requirement(to: str, customer_key: str) -> Requirement:
    """Parse `--to`; SSE-C has its key in an option of its own. Raises AppError."""
    is_sse_c = to.strip() == Encryption.SSE_C.value
    EncryptionChoice(  # raises where one is without the other
        Encryption.SSE_C if is_sse_c else Encryption.SSE_S3, customer_key=customer_key or None
    )
    return Requirement(Encryption.SSE_C.value) if is_sse_c else parse_requirement(to)


def _confirmed(arguments: argparse.Namespace, context: Context, plan: ReencryptionPlan) -> bool:
    if arguments.yes:
        return True
    if arguments.json or not can_ask():
        raise AppError(
            text("Nothing was changed"),
            text("Nobody can be asked here whether to change the objects."),
            text("Add --yes to change them, or --dry-run to only see what would be done."),
            code="Usage",
        )
    question = _("Change the encryption of {objects}?").format(objects=objects_text(plan.left))
    answer = ask(f"{question} [y/N]", context.checkpoint).strip().lower()
    return answer in ("y", "yes")


def _print_plan(plan: ReencryptionPlan) -> None:
    for line in plan_lines(plan):
        printer.result(single_line(line))


def plan_lines(plan: ReencryptionPlan) -> Iterator[str]:
    """Yield the dry run: the ways as a table, then what the change takes."""
    if plan.resumed:
        yield _("An interrupted run goes on: {objects} are left.").format(
            objects=objects_text(plan.left)
        )
    yield _("New encryption: {target}").format(target=target_text(plan.facts.target))
    rows = [(_("Way"), _("Objects"), _("Bytes")), *way_rows(plan.dry_run)]
    first, second, third = (max(len(row[column]) for row in rows) for column in range(3))
    yield ""
    for name, objects, size in rows:
        yield f"{name:<{first}}  {objects:>{second}}  {size:>{third}}"
    yield ""
    yield from effects(plan.dry_run)
    if plan.checks:
        yield ""
        yield from check_lines(plan.checks)


def _print_result(plan: ReencryptionPlan, result: RunResult, arguments: argparse.Namespace) -> None:
    if arguments.json:
        document = {**_plan_document(plan), "log": plan.path}
        document["states"] = {state.value: count for state, count in result.counts.items()}
        document["problems"] = [receipt_document(one) for one in result.shown]
        document["error"] = error_document(result.error) if result.error else None
        print_json(document)
        return
    printer.result("")
    for line in result_lines(result):
        printer.result(single_line(line))
    if result.problems > len(result.shown):
        printer.result(_("To list all objects, use --receipts FILE."))
    if result.changed:
        printer.result(_("Log for undoing it: {path}").format(path=single_line(plan.path)))
    if result.error:
        print_error(result.error)


def _plan_document(plan: ReencryptionPlan) -> dict[str, object]:
    dry_run: DryRun = plan.dry_run
    return {
        "bucket": plan.facts.bucket,
        "to": target_document(plan.facts.target),
        "log": plan.path if plan.resumed else None,  # a plan's file isn't kept
        "resumed": plan.resumed,
        "left": plan.left,
        "ways": [
            {
                "way": choice.way.value,
                "reason": choice.reason.value or None,
                "objects": count.objects,
                "bytes": count.bytes,
            }
            for choice, count in dry_run.counts.items()
        ],
        "requests": {
            "writes": dry_run.cost.writes,
            "reads": dry_run.cost.reads,
            "kms": dry_run.cost.kms,
        },
        "versioned": dry_run.versioned,
        "checks": [
            {
                "check": check.subject.value,
                "status": check.status.value,
                "text": untranslated(check.text),
            }
            for check in plan.checks
        ],
        "copied_bytes": dry_run.copies.bytes,
        "former_contexts": asdict(dry_run.contexts) if dry_run.contexts else None,
    }


def _write_receipts(path: str, arguments: argparse.Namespace, context: Context) -> None:
    if arguments.receipts:
        WriteReceipts(path, arguments.receipts).run(context)
