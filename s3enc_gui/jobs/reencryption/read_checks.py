"""Reads what decides whether a change of encryption can succeed: keys, policy, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from os.path import commonprefix
from typing import TypeVar

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.check import Check
from s3enc_gui.domain.preflight.facts import BucketSettings, Facts, KnownKey, can_be_described
from s3enc_gui.domain.reencryption.checks import ChangeFacts, change_checks, needs_settings
from s3enc_gui.domain.reencryption.dry_run import DryRun
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.keys import DescribeKeys
from s3enc_gui.jobs.readings import read_each
from s3enc_gui.jobs.reencryption.selection import Selection
from s3enc_gui.s3.buckets import config, overview, permissions
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.reencryption.file import RunFile
from s3enc_gui.wording.key_problems import known_key

T = TypeVar("T")
MOST_KEYS = 20
"""The number of present keys that are looked up."""


def read_checks(
    file: RunFile, at: BucketSession, selection: Selection, target: Target | None, context: Context
) -> tuple[Check, ...]:
    """Return the checks of a plan that has something to change; blocks.

    Nothing fails: what can't be read is said in the checks. Raises Cancelled.
    """
    dry_run = file.dry_run()
    if not dry_run.changes.objects:
        return ()
    found = _settings(at, dry_run, replace(context, report=lambda _: None))
    caller = _result(at.session.identity)
    owner: bool | AppError | None = None
    client = at.session.probe_client(at.region)
    if is_amazon(client.meta.endpoint_url) and isinstance(caller, Identity) and caller.account:
        account = caller.account
        owner = _result(lambda: permissions.belongs_to(client, at.bucket, account))
    objects = file.source_keys()
    sources = sorted(objects, key=lambda name: -objects[name])[:MOST_KEYS]
    wanted = (*((target.key,) if target and target.key else ()), *sources)
    keys = _keys(at, wanted, context)
    facts = replace(found.facts, caller=caller, region=at.location or "", own_account=owner)
    found = replace(
        found,
        facts=replace(facts, keys=keys),
        sources={name: keys[name] for name in sources if name in keys},
        objects=objects,
    )
    return change_checks(at.bucket, _prefix(selection), target, dry_run, found)


def _prefix(selection: Selection) -> str:
    """Return how all keys of a selection begin, as far as it says."""
    if selection.audit or selection.undoes:
        return ""
    keys = [*selection.prefixes, *(one.key for one in selection.objects)]
    return commonprefix(keys)  # noqa: RUF071 - keys aren't paths


def _settings(at: BucketSession, dry_run: DryRun, context: Context) -> ChangeFacts:
    client, bucket = at.session.probe_client(at.region), at.bucket
    secure = client.meta.endpoint_url.startswith("https:")
    silence: AppError | None = None
    if is_access_point(bucket):
        silence = AppError(text("An access point doesn't report it"), code="AccessPoint")
    readings: dict[str, Callable[[], object]] = {
        "policy": lambda: permissions.bucket_policy(client, bucket)
    }
    settings = read_each(BucketSettings(secure=secure), readings, silence, context)
    readings = {"default": lambda: config.default_encryption(client, bucket)}
    facts = read_each(Facts(settings=settings), readings, silence, context)
    found = ChangeFacts(facts)
    if not needs_settings(dry_run):
        return found
    readings = {
        "object_lock": lambda: overview.read_object_lock(client, bucket),
        "replication": lambda: overview.read_replication(client, bucket),
        "notifies": lambda: overview.has_notifications(client, bucket),
    }
    return read_each(found, readings, silence, context)


def _keys(at: BucketSession, names: Iterable[str], context: Context) -> dict[str, KnownKey]:
    """Return what KMS reports of keys, by name; nothing where there is no KMS."""
    wanted = tuple(name for name in dict.fromkeys(names) if can_be_described(name))
    region = at.key_region
    if not wanted or not region:
        return {}
    with suppress(AppError):
        job = DescribeKeys(at.session.connection, region, wanted)
        found = job.run(replace(context, report=lambda _: None))
        return {
            one.name: known_key(one.name, region, one.usability, one.description) for one in found
        }
    return {}


def _result(read: Callable[[], T]) -> T | AppError:
    try:
        return read()
    except AppError as error:
        return error
