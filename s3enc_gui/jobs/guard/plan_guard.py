"""Prepares a bucket policy that requires encryption, and tries it before it is written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.policy_text import PolicyText, edited
from s3enc_gui.domain.guard.rules import Guard, guard_of
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.domain.guard.trial import Trial, try_policy
from s3enc_gui.domain.keys.kms_key import KeyDescription
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.preflight.facts import Facts, KnownKey
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets.bucket_documents import read_document
from s3enc_gui.s3.buckets.config import default_encryption
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.kms import keys

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GuardPlan:
    """The change of the policy, and what the new policy says about the uploads that try it.

    `default` is the bucket's default encryption, `key` what KMS reports of the rule's key; each
    may be why it couldn't be read.
    """

    guard: Guard
    change: SettingChange
    trials: tuple[Trial, ...]
    default: BucketEncryption | AppError
    key: KeyDescription | AppError | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class ReadGuard:
    """Read which rules a bucket's policy has."""

    connection: Connection
    bucket: str

    def run(self, context: Context) -> Guard | None:
        """Return them; None: S3enc's statements were changed by hand. Raises AppError."""
        client = context.services.aws_session(self.connection).at(self.bucket).client
        policy = read_document(client, self.bucket, Setting.POLICY)
        return guard_of(PolicyText.parse(policy).statements if policy else ())


@dataclass(frozen=True, slots=True)
class PlanGuard:
    """Read the policy, and make the one with these rules (none: without S3enc's statements)."""

    connection: Connection
    bucket: str
    guard: Guard

    def run(self, context: Context) -> GuardPlan:
        """Return the plan; nothing is written.

        Raises AppError where the policy can't be read or edited, or would be too long.
        """
        session = context.services.aws_session(self.connection)
        at = session.at(self.bucket)
        client, arn = at.client, Location(self.bucket).arn(at.location).removesuffix("/")
        before = read_document(client, self.bucket, Setting.POLICY)
        plain = not is_amazon(client.meta.endpoint_url)
        after = edited(before, self.guard.statements(arn, plain=plain))
        context.checkpoint()
        default = _result(lambda: default_encryption(client, self.bucket))
        context.checkpoint()
        name = self.guard.key
        key = _result(lambda: keys.describe(at.kms(), name)) if name else None
        caller = None
        if session.has_sts:
            with suppress(AppError):
                caller = session.identity()
        known = {}
        if name and isinstance(key, KeyDescription):
            known[name] = KnownKey(key.usability(at.key_region), key)
        facts = Facts(caller=caller, region=at.location or "", default=default, keys=known)
        policy = BucketPolicy.parse(after) if after else BucketPolicy()
        return GuardPlan(
            self.guard,
            SettingChange(self.bucket, Setting.POLICY, before, after),
            try_policy(policy, self.bucket, self.guard, facts),
            default,
            key,
            at.key_region,
        )


def _result(read: Callable[[], T]) -> T | AppError:
    try:
        return read()
    except AppError as error:
        return error
