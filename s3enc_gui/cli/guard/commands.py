"""The actions of `s3enc guard`."""

from __future__ import annotations

import argparse
from dataclasses import replace

from s3enc_gui.cli.arguments import checked_connection
from s3enc_gui.cli.bucket_settings.writing import (
    WriteTexts,
    bucket_of,
    confirmed,
    print_difference,
    undo,
    write_unless_dry,
)
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import error_document, print_error, print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.proof import Proof
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.setting_change import Setting
from s3enc_gui.domain.guard.trial import Trial, TrialUpload
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.guard.plan_guard import GuardPlan, PlanGuard, ReadGuard
from s3enc_gui.jobs.guard.prove_guard import CheckProvable, ProveGuard
from s3enc_gui.jobs.guard.write_policy_file import WritePolicyFile
from s3enc_gui.wording.guard.files import PolicyFormat, policy_file
from s3enc_gui.wording.guard.proofs import proof_text, proofs_summary
from s3enc_gui.wording.guard.rules import (
    effects,
    explanation,
    guard_text,
    rule_text,
    trial_text,
    trials_problem,
    trials_summary,
    upload_text,
)


def show(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Print the rules that the policy has, and what it says about the uploads that try them."""
    connection, bucket = checked_connection(arguments, context), bucket_of(arguments)
    guard = ReadGuard(connection, bucket).run(context)
    if guard is None or not guard.rules:
        if arguments.json:
            print_json({"bucket": bucket, "rules": [], "changed_by_hand": guard is None})
        else:
            printer.result(guard_text(guard))
        return ExitStatus.OK
    plan = PlanGuard(connection, bucket, guard).run(context)
    if arguments.json:
        print_json({"bucket": bucket, **_guard_document(plan)})
    else:
        _print_rules(guard)
        _print_trials(plan)
    return ExitStatus.OK


def set_rules(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Explain, show and try the changed policy; write it, and prove it if wanted."""
    guard, bucket = _guard_of(arguments), bucket_of(arguments)
    connection = checked_connection(arguments, context)
    plan = PlanGuard(connection, bucket, guard).run(context)
    if not arguments.json:
        _print_plan(plan)
    problem = trials_problem(plan.trials)
    if problem and not arguments.dry_run:
        raise AppError(
            text("The policy isn't written"),
            problem,
            text("Change the other statements first."),
            code="PolicyDeniesAll",
        )
    status = _write(plan, arguments, connection, context)
    if arguments.prove and status is ExitStatus.OK and not arguments.dry_run:
        return _prove(guard, bucket, arguments, connection, context)
    return status


def remove(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Remove S3enc's statements; all others stay byte for byte."""
    connection, bucket = checked_connection(arguments, context), bucket_of(arguments)
    plan = PlanGuard(connection, bucket, Guard()).run(context)
    return _write(plan, arguments, connection, context)


def prove(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Try the rules that the policy has with tiny objects."""
    connection, bucket = checked_connection(arguments, context), bucket_of(arguments)
    guard = ReadGuard(connection, bucket).run(context)
    if guard is None or not guard.rules:
        raise AppError(
            text("The bucket policy has no rules of S3enc"), guard_text(guard) + ".", code="NoGuard"
        )
    return _prove(guard, bucket, arguments, connection, context)


def undo_rules(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Bring back the policy of before the last change."""
    return undo(Setting.POLICY, arguments, checked_connection(arguments, context), context)


def export(arguments: argparse.Namespace, context: Context) -> ExitStatus:
    """Write the changed policy to a file, and nothing to the bucket."""
    guard, bucket = _guard_of(arguments), bucket_of(arguments)
    connection = checked_connection(arguments, context)
    plan = PlanGuard(connection, bucket, guard).run(context)
    file_format = PolicyFormat(arguments.format)
    if arguments.output:
        WritePolicyFile(arguments.output, bucket, plan.change.after, file_format).run(context)
        printer.message(_("Written to {file}.").format(file=single_line(arguments.output)))
    else:
        content = policy_file(bucket, plan.change.after, file_format)
        printer.output(content, context.checkpoint, exact=True)
    return ExitStatus.OK


def _guard_of(arguments: argparse.Namespace) -> Guard:
    return Guard(frozenset(map(Rule, arguments.require)), arguments.sse_kms_key_id)


def _print_rules(guard: Guard) -> None:
    for rule in guard.ordered:
        printer.result(f"{rule_text(rule)}: {explanation(rule)}")
    if guard.key:
        printer.result(f"  {guard.key}")


def _print_plan(plan: GuardPlan) -> None:
    _print_rules(plan.guard)
    printer.result("\n" + _("What it will break, and what it won't do:"))
    for effect in effects(plan.guard, plan.default):
        printer.result(f"- {effect}")
    if isinstance(plan.key, AppError):
        print_error(plan.key)
    printer.result("")
    _print_trials(plan)


def _print_trials(plan: GuardPlan) -> None:
    printer.result(_("What the policy says: {summary}").format(summary=trials_summary(plan.trials)))
    width = max((len(upload_text(one.upload)) for one in plan.trials), default=0)
    for trial in plan.trials:
        printer.result(single_line(f"  {upload_text(trial.upload):<{width}}  {trial_text(trial)}"))


def _write(
    plan: GuardPlan, arguments: argparse.Namespace, connection: Connection, context: Context
) -> ExitStatus:
    if not arguments.json:
        printer.result("")
        print_difference(plan.change)
    return write_unless_dry(
        plan.change,
        arguments,
        connection,
        context,
        WriteTexts(
            _("The bucket policy has these rules already."),
            _("Write this bucket policy?"),
            _("Written, and read back: the bucket has this policy."),
        ),
        _guard_document(plan),
    )


def _prove(
    guard: Guard,
    bucket: str,
    arguments: argparse.Namespace,
    connection: Connection,
    context: Context,
) -> ExitStatus:
    if problem := CheckProvable(connection, bucket).run(context):
        raise problem
    question = _("Upload tiny objects to {bucket}, and remove them by their versions?")
    if not confirmed(arguments, context, question.format(bucket=bucket)):
        printer.message(_("Nothing was tried."))
        return ExitStatus.FAILED
    report = (lambda _: None) if arguments.json else _print_proof
    proofs = ProveGuard(connection, bucket, guard).run(replace(context, report=report))
    if arguments.json:
        print_json({"bucket": bucket, "proofs": [_proof_document(one) for one in proofs]})
    else:
        printer.result(proofs_summary(proofs))
    if any(one.left for one in proofs):
        return ExitStatus.FAILED
    tried = [one for one in proofs if one.answer is not None]
    return ExitStatus.OK if all(one.is_as_expected for one in tried) else ExitStatus.DIFFERENT


def _print_proof(proof: object) -> None:
    if isinstance(proof, Proof):
        printer.result(single_line(f"  {upload_text(proof.upload)}: {proof_text(proof)}"))
        if proof.left:
            print_error(proof.left)


def _guard_document(plan: GuardPlan) -> dict[str, object]:
    return {
        "rules": [rule.value for rule in plan.guard.ordered],
        "key": plan.guard.key,
        "trials": [_trial_document(one) for one in plan.trials],
    }


def _upload_document(upload: TrialUpload) -> dict[str, object]:
    return {
        "encryption": upload.sent.value,
        "key": upload.key,
        "in_parts": upload.in_parts,
        "secure": upload.secure,
    }


def _trial_document(trial: Trial) -> dict[str, object]:
    return {
        **_upload_document(trial.upload),
        "expected": trial.expected.value,
        "found": trial.found.value,
        "denied_by": list(trial.denied_by),
    }


def _proof_document(proof: Proof) -> dict[str, object]:
    return {
        **_upload_document(proof.upload),
        "expected": proof.expected.value,
        "answer": proof.answer.value if proof.answer else None,
        "by_policy": proof.by_policy,
        "error": error_document(proof.problem) if proof.problem else None,
        "left": error_document(proof.left) if proof.left else None,
    }
