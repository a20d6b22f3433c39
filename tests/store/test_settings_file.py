from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.store.settings_file import SettingsFile

CHOICES = [
    EncryptionChoice(Encryption.BUCKET_DEFAULT),
    EncryptionChoice(Encryption.SSE_S3),
    EncryptionChoice(Encryption.SSE_KMS),
    EncryptionChoice(Encryption.SSE_KMS, "alias/test_key", bucket_key=True),
    EncryptionChoice(Encryption.DSSE_KMS, "alias/test_key"),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "settings.json"


def test_there_is_no_choice_at_first(path):
    assert SettingsFile(path).last_choice("bucket") is None


@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_survives_a_restart(path, choice):
    SettingsFile(path).remember_choice("bucket", choice)
    assert SettingsFile(path).last_choice("bucket") == choice


def test_each_bucket_has_its_own_choice(path):
    settings = SettingsFile(path)
    for number, choice in enumerate(CHOICES):
        settings.remember_choice(f"bucket-{number}", choice)
    assert [settings.last_choice(f"bucket-{n}") for n in range(len(CHOICES))] == CHOICES


def test_the_details_are_shown_until_they_are_hidden(path):
    assert SettingsFile(path).details_shown()
    SettingsFile(path).set_details_shown(shown=False)
    assert not SettingsFile(path).details_shown()


def test_a_damaged_file_is_moved_aside(path):
    path.parent.mkdir()
    path.write_text("{ not json")
    assert SettingsFile(path).last_choice("bucket") is None
    assert path.with_suffix(".json.damaged").read_text() == "{ not json"


@pytest.mark.parametrize("saved", [{"kind": "unknown"}, {}, "text", {"kind": "AES256", "key": "x"}])
def test_an_invalid_entry_is_ignored(path, saved):
    path.parent.mkdir()
    path.write_text(json.dumps({"choices": {"bucket": saved}}))
    assert SettingsFile(path).last_choice("bucket") is None


def test_no_temporary_file_is_left(path):
    SettingsFile(path).remember_choice("bucket", CHOICES[0])
    assert [child.name for child in path.parent.iterdir()] == ["settings.json"]
