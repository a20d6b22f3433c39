"""A bucket's policy and default encryption: nothing is lost, nothing said that isn't there."""

from __future__ import annotations

from unittest.mock import patch

from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.jobs.guard import write_setting
from s3enc_gui.jobs.guard.change_encryption import PlanEncryption
from s3enc_gui.jobs.guard.plan_guard import PlanGuard
from s3enc_gui.jobs.guard.read_page import ReadBucketPage
from s3enc_gui.jobs.guard.write_setting import FindUndo, UndoSetting, WriteSetting
from tests.contract.matrix.world import World
from tests.servers.hostile import BUCKET

_THEIRS = '{"Sid": "Mine",  "Effect":"Deny", "Principal":"*", "Action":"s3:GetObject",'
_THEIRS += f'"Resource": "arn:aws:s3:::{BUCKET}/secret/*"}}'
_POLICY = f'{{"Version": "2012-10-17", "Statement": [ {_THEIRS} ]}}'
_GUARD = Guard(frozenset({Rule.SSE_S3}))


def settings(world: World) -> None:
    """Read the page, write both settings, and undo them."""
    connection = world.harness.connection
    bucket = world.s3.buckets[BUCKET]
    bucket.policy = _POLICY
    with patch.object(write_setting, "bucket_changes_path", lambda: world.folder / "changes.json"):
        world.run(ReadBucketPage(connection, BUCKET))
        if plan := world.run(PlanGuard(connection, BUCKET, _GUARD)):
            if _THEIRS not in plan.change.after:
                world.say("the user's statement is lost in the plan")
            _write_and_undo(world, plan.change)
        wanted = EncryptionChange(block_sse_c=True)
        if found := world.run(PlanEncryption(connection, BUCKET, wanted)):
            _write_and_undo(world, found.change)
    world.judge_all(0)


def _write_and_undo(world: World, change: SettingChange) -> None:
    connection = world.harness.connection
    written = world.run(WriteSetting(connection, change))
    if written is None:
        return
    _judge(world, change, unread=written.unread is not None)
    undo = world.run(FindUndo(connection, BUCKET, change.setting))
    if undo and undo.undoable and (undone := world.run(UndoSetting(connection, undo))):
        _judge(world, undo.change, unread=undone.unread is not None)


def _judge(world: World, change: SettingChange, *, unread: bool) -> None:
    """What is reported as read back must be in the bucket."""
    bucket = world.s3.buckets[BUCKET]
    there = bucket.policy if change.setting is Setting.POLICY else bucket.configuration
    is_there = change.setting.same(there, change.after)
    world.verdicts[f"{change.setting}: {'not read back' if unread else 'read back'}"] += 1
    if not unread and not is_there:
        world.say(f"{change.setting} is reported as written, and isn't there")
