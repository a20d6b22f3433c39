"""`s3enc upload --check`: what will make the upload fail, without uploading anything."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.output import print_json, single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.check import Check, Status, failing
from s3enc_gui.domain.preflight.facts import Facts, KnownKey, can_be_described, keys_to_look_up
from s3enc_gui.domain.preflight.planned_upload import MOST_KEYS, PlannedUpload
from s3enc_gui.domain.preflight.preflight import preflight
from s3enc_gui.domain.uploads.parts import SINGLE_PUT_BELOW
from s3enc_gui.domain.uploads.plan import UploadPlan, problems
from s3enc_gui.i18n import _, text, untranslated
from s3enc_gui.jobs.connections.list_connections import Identify
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.keys import DescribeKeys
from s3enc_gui.jobs.listing.buckets import ReadBucket
from s3enc_gui.jobs.managed import ReadManaged
from s3enc_gui.jobs.preflight.read_settings import ReadBucketSettings, ReadOwner
from s3enc_gui.wording.key_problems import known_key
from s3enc_gui.wording.preflight import correction_options, counts_text, status_text, subject_text

T = TypeVar("T")

_NOT_REPORTED = AppError(text("The server doesn't report it"), code="NotReported")


def check_upload(
    connection: Connection,
    plan: UploadPlan,
    prefix: str,
    context: Context,
    arguments: argparse.Namespace,
) -> ExitStatus:
    """Print the checks (`--quiet`: those that fail); FAILED if one says that the upload will fail.

    What can't be checked doesn't count: the upload itself will show it. Raises AppError if the plan
    or the connection is invalid, the bucket doesn't exist, or the administrator doesn't allow the
    encryption.
    """
    for problem in problems(plan):
        raise problem
    keys = tuple(item.key for item in plan.items) if len(plan.items) <= MOST_KEYS else ()
    in_parts = any(item.size >= SINGLE_PUT_BELOW for item in plan.items)
    upload = PlannedUpload(plan.bucket, plan.options, prefix, keys, in_parts=in_parts)
    upload, facts = read_facts(connection, upload, replace(context, report=lambda _: None))
    known = upload.chosen_key.description if upload.chosen_key else None
    ReadManaged().run(context).check_encryption(upload.choice, known.arn if known else None)
    checks = preflight(upload, facts)
    if arguments.json:
        print_json({"checks": [_document(check) for check in checks]})
    else:
        for line in _lines(failing(checks) if arguments.quiet else checks):
            printer.result(single_line(line))
        if not arguments.quiet:
            printer.result(counts_text(checks))
    return ExitStatus.FAILED if failing(checks) else ExitStatus.OK


def read_facts(
    connection: Connection, upload: PlannedUpload, context: Context
) -> tuple[PlannedUpload, Facts]:
    """Read everything; return the upload with what KMS reports of its key."""
    bucket = ReadBucket(connection, upload.bucket).run(context)
    caller = _result(lambda: Identify(connection).run(context))
    settings = ReadBucketSettings(connection, upload.bucket, bucket.region).run(context)
    default = bucket.default or bucket.error or _NOT_REPORTED
    owner: bool | AppError | None = None
    if isinstance(caller, Identity):
        owned = ReadOwner(connection, upload.bucket, caller.account, bucket.region)
        owner = _result(lambda: owned.run(context))
    chosen = upload.choice.key
    if chosen and not can_be_described(chosen):
        chosen = None
    names = (*((chosen,) if chosen else ()), *keys_to_look_up(settings.policy, default))
    keys = _keys(connection, bucket.key_region or bucket.region or "", names, context)
    facts = Facts(caller, bucket.location or "", default, owner, settings, keys)
    return replace(upload, chosen_key=keys.get(chosen or "")), facts


def _keys(
    connection: Connection, region: str, names: tuple[str, ...], context: Context
) -> dict[str, KnownKey]:
    names = tuple(dict.fromkeys(names))
    if not names:
        return {}
    with suppress(AppError):  # no KMS: the keys aren't known
        found = DescribeKeys(connection, region, names).run(context)
        return {
            key.name: known_key(key.name, region, key.usability, key.description) for key in found
        }
    return {}


def _result(read: Callable[[], T]) -> T | AppError:
    try:
        return read()
    except AppError as error:
        return error


def _document(check: Check) -> dict[str, object]:
    """Return a check as JSON, in the source language."""
    return {
        "check": check.subject.value,
        "status": check.status.value,
        "text": untranslated(check.text),
        "options": (correction_options(check.correction) or None) if check.correction else None,
    }


def _lines(checks: tuple[Check, ...]) -> Iterator[str]:
    statuses = max(len(status_text(status)) for status in Status)
    subjects = max((len(subject_text(check.subject)) for check in checks), default=0)
    for check in checks:
        status, subject = status_text(check.status), subject_text(check.subject)
        yield f"{status:<{statuses}}  {subject:<{subjects}}  {check.text}"
        options = correction_options(check.correction) if check.correction else ""
        if options:
            indent = " " * (statuses + subjects + 4)
            yield indent + _("Use {options}").format(options=options)
