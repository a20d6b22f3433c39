"""A bucket, its policy and default encryption, and plans to change them."""

from __future__ import annotations

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.default_encryption import EncryptionChange, changed
from s3enc_gui.domain.guard.policy_text import edited
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.setting_change import KeptChange, Setting, SettingChange
from s3enc_gui.domain.guard.trial import try_policy
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.preflight.facts import Facts
from s3enc_gui.jobs.guard.change_encryption import EncryptionPlan
from s3enc_gui.jobs.guard.plan_guard import GuardPlan
from s3enc_gui.jobs.guard.write_setting import Undo
from s3enc_gui.jobs.listing.buckets import BucketFacts

CONNECTION = Connection("work")
BUCKET = "my-bucket"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"
SSE_S3 = Guard(frozenset({Rule.SSE_S3}))
DEFAULT = BucketEncryption("AES256", blocked=("NONE",))
FACTS = BucketFacts(BUCKET, "eu-west-1", DEFAULT, None, "eu-west-1", "eu-west-1", amazon=True)
DENIED = AppError("You don't have permission", "No.", "Ask.", "AccessDenied")
THEIRS = (
    '{"Version":"2012-10-17","Statement":[{"Sid":"Mine","Effect":"Deny","Principal":"*",'
    '"Action":"s3:PutObject","Resource":"arn:aws:s3:::my-bucket/*"}]}'
)
XML = (
    "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
    "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>"
    "</ServerSideEncryptionConfiguration>"
)


def guard_plan(guard: Guard, before: str = "") -> GuardPlan:
    """What PlanGuard returns."""
    after = edited(before, guard.statements(f"arn:aws:s3:::{BUCKET}"))
    policy = BucketPolicy.parse(after) if after else BucketPolicy()
    trials = try_policy(policy, BUCKET, guard, Facts(region="eu-west-1", default=DEFAULT))
    change = SettingChange(BUCKET, Setting.POLICY, before, after)
    return GuardPlan(guard, change, trials, DEFAULT, region="eu-west-1")


def encryption_plan(key: object = None) -> EncryptionPlan:
    """What PlanEncryption returns."""
    wanted = EncryptionChange(EncryptionChoice(Encryption.SSE_KMS, bucket_key=True))
    change = SettingChange(BUCKET, Setting.ENCRYPTION, XML, changed(XML, wanted))
    error = key if isinstance(key, AppError) else None
    return EncryptionPlan(wanted, change, "eu-west-1", error)


def undo_of(plan: GuardPlan, current: str) -> Undo:
    """What FindUndo returns for a plan that was written."""
    kept = KeptChange("amazon", plan.change, "2026-03-01T12:00:00+00:00", plan.change.after)
    return Undo(kept, current, kept.is_there(current))
