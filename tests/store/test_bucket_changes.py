from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.guard.setting_change import KeptChange, Setting, SettingChange
from s3enc_gui.store.bucket_changes import BucketChanges

SERVER = "amazon"


def kept(number=1, bucket="bucket", setting=Setting.POLICY, server=SERVER):
    change = SettingChange(bucket, setting, f"before {number}", f"after {number}")
    return KeptChange(server, change, f"2026-03-01T12:00:{number:02}+00:00")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "changes.json"


def latest(path):
    return BucketChanges(path).latest(SERVER, "bucket", Setting.POLICY)


def test_the_latest_change_is_found_after_a_restart(path):
    for number in (1, 2):
        BucketChanges(path).add(kept(number))
    BucketChanges(path).add(kept(3, bucket="other"))
    BucketChanges(path).add(kept(4, setting=Setting.ENCRYPTION))
    BucketChanges(path).add(kept(5, server="http://localhost:9000"))
    assert latest(path) == kept(2)
    BucketChanges(path).remove(kept(2))
    assert latest(path) == kept(1)


def test_what_the_server_returned_is_kept(path):
    changes = BucketChanges(path)
    changes.add(kept(1))
    changes.set_stored(kept(1), "as stored")
    found = latest(path)
    assert found.stored == "as stored"
    assert found.is_there("as stored")
    assert found.is_there("after 1")
    assert not found.is_there("before 1")


def test_the_oldest_changes_of_a_setting_are_dropped(path):
    changes = BucketChanges(path)
    changes.add(kept(1, bucket="other"))
    for number in range(55):
        changes.add(kept(number))
    entries = json.loads(path.read_text())["changes"]
    assert [entry["before"] for entry in entries[1:]] == [f"before {n}" for n in range(5, 55)]
    assert entries[0]["bucket"] == "other"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"changes": 1}', '{"changes": [1, {}]}'])
def test_a_damaged_file_has_nothing_to_undo_and_can_be_written(path, content):
    path.write_text(content)
    assert latest(path) is None
    BucketChanges(path).add(kept(1))
    assert latest(path) == kept(1)
