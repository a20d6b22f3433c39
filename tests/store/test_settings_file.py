from __future__ import annotations

import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.domain.settings.appearance import Appearance
from s3enc_gui.domain.settings.desktop import DesktopSettings
from s3enc_gui.store.files import file_lock, json_file
from s3enc_gui.store.settings_file import SettingsFile

CHOICES = [
    EncryptionChoice(Encryption.BUCKET_DEFAULT),
    EncryptionChoice(Encryption.SSE_S3),
    EncryptionChoice(Encryption.SSE_KMS),
    EncryptionChoice(Encryption.SSE_KMS, "alias/test_key", bucket_key=True),
    EncryptionChoice(Encryption.DSSE_KMS, "alias/test_key"),
    EncryptionChoice(Encryption.SSE_KMS, context=(("project", "für alle"), ("a", ""))),
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


@pytest.mark.parametrize("saved", [5, ["a"], {"a": 1}, {"aws:s3:arn": "x"}, {"": "x"}])
def test_an_invalid_encryption_context_is_left_out(path, saved):
    path.parent.mkdir()
    choice = {"kind": "aws:kms", "key": None, "bucket_key": None, "context": saved}
    path.write_text(json.dumps({"choices": {"bucket": choice}}))
    assert SettingsFile(path).last_choice("bucket") == EncryptionChoice(Encryption.SSE_KMS)


def test_each_bucket_has_its_own_choice(path):
    settings = SettingsFile(path)
    for number, choice in enumerate(CHOICES):
        settings.remember_choice(f"bucket-{number}", choice)
    assert [settings.last_choice(f"bucket-{n}") for n in range(len(CHOICES))] == CHOICES


def test_the_details_are_shown_until_they_are_hidden(path):
    assert SettingsFile(path).details_shown()
    SettingsFile(path).set_details_shown(shown=False)
    assert not SettingsFile(path).details_shown()


@pytest.mark.parametrize("content", [b"{ not json", b"\xff", b"[]", b"[" * 100_000])
def test_a_damaged_file_is_kept_when_settings_are_saved(path, content):
    path.parent.mkdir()
    for number in (1, 2):
        path.write_bytes(content)
        settings = SettingsFile(path)
        assert settings.last_choice("bucket") is None
        assert path.read_bytes() == content
        settings.set_speed_limit(1000)
        assert settings.speed_limit() == 1000
        copies = sorted(one for one in path.parent.iterdir() if ".damaged" in one.name)
        assert [one.read_bytes() for one in copies] == [content] * number
    assert copies[0].name == "settings.json.damaged"


@pytest.mark.parametrize("saved", [{"kind": "unknown"}, {}, "text", {"kind": "AES256", "key": "x"}])
def test_an_invalid_entry_is_ignored(path, saved):
    path.parent.mkdir()
    path.write_text(json.dumps({"choices": {"bucket": saved}}))
    assert SettingsFile(path).last_choice("bucket") is None


def test_no_temporary_file_is_left(path):
    SettingsFile(path).remember_choice("bucket", CHOICES[0])
    names = sorted(child.name for child in path.parent.iterdir())
    assert names == ["settings.json", "settings.lock"]


def test_a_file_that_cannot_be_read_is_not_overwritten(path, monkeypatch):
    SettingsFile(path).remember_choice("bucket", CHOICES[3])
    saved = path.read_bytes()
    settings = SettingsFile(path)

    def unreadable(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        for name in ("read_text", "read_bytes"):
            broken.setattr(Path, name, unreadable)
        assert settings.last_choice("bucket") is None
        for change in (
            lambda: settings.set_speed_limit(1000),
            lambda: settings.set_details_shown(shown=False),
            lambda: settings.remember_choice("other", CHOICES[0]),
        ):
            with pytest.raises(OSError, match="Input/output"):
                change()
    assert path.read_bytes() == saved
    assert settings.last_choice("bucket") == CHOICES[3]


def test_two_windows_at_once_lose_nothing(path):
    def remember(window):
        settings = SettingsFile(path)
        for number in range(50):
            settings.remember_choice(f"bucket-{window}-{number}", CHOICES[window])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(remember, range(2)))
    assert len(json.loads(path.read_text())["choices"]) == 100


def test_where_locks_do_not_exist_it_is_saved_all_the_same(path, monkeypatch):
    def without_locks(*_, **__):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(file_lock, "try_lock", without_locks)
    SettingsFile(path).set_speed_limit(1000)
    assert SettingsFile(path).speed_limit() == 1000


def test_a_lock_that_is_never_released_is_an_error(path, monkeypatch):
    SettingsFile(path).set_speed_limit(1000)
    monkeypatch.setattr(json_file, "_TIMEOUT", 0.0)
    monkeypatch.setattr(file_lock, "try_lock", lambda *_: False)
    with pytest.raises(BlockingIOError):
        SettingsFile(path).set_speed_limit(None)
    assert SettingsFile(path).speed_limit() == 1000


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_only_the_user_can_read_it(path):
    path.parent.mkdir()
    path.write_text("{}")
    path.chmod(0o644)
    SettingsFile(path).set_speed_limit(1000)
    assert path.stat().st_mode & 0o777 == 0o600


def test_unknown_settings_are_kept(path):
    path.parent.mkdir()
    path.write_text('\ufeff{"later": [1], "choices": ["odd"]}', encoding="utf-8")
    SettingsFile(path).set_speed_limit(1000)
    SettingsFile(path).remember_choice("bucket", CHOICES[0])
    content = json.loads(path.read_text())
    assert (content["later"], content["speed_limit"]) == ([1], 1000)
    assert SettingsFile(path).last_choice("bucket") == CHOICES[0]


NETWORK = NetworkSettings(ProxyUse.MANUAL, "proxy:3128", "me", "secret", "/etc/ca.pem")


def test_network_settings_survive_a_restart_without_the_password(path):
    SettingsFile(path).set_network(NETWORK)
    assert SettingsFile(path).network() == replace(NETWORK, password="")
    assert "secret" not in path.read_text()


@pytest.mark.parametrize(
    "saved", [None, [], {}, {"proxy": "other"}, {"proxy": "manual", "address": 1, "ca_bundle": []}]
)
def test_damaged_network_settings_are_the_systems(path, saved):
    path.parent.mkdir()
    path.write_text(json.dumps({"network": saved}))
    assert SettingsFile(path).network() == NetworkSettings()


def test_each_setting_survives_a_restart(path):
    first = SettingsFile(path)
    assert first.appearance() is Appearance.SYSTEM
    assert first.log_level() is LogLevel.WARNING
    assert first.parallel_requests() is None
    first.set_appearance(Appearance.DARK)
    first.set_log_level(LogLevel.DEBUG)
    first.set_parallel_requests(4)
    second = SettingsFile(path)
    assert second.appearance() is Appearance.DARK
    assert second.log_level() is LogLevel.DEBUG
    assert second.parallel_requests() == 4
    second.set_parallel_requests(None)
    assert first.parallel_requests() is None


@pytest.mark.parametrize("saved", [None, 7, "other", [], {}, True, 0, -1, 257, 1.5])
def test_a_damaged_setting_has_its_default(path, saved):
    path.parent.mkdir()
    path.write_text(json.dumps(dict.fromkeys(("appearance", "log_level"), saved)))
    assert SettingsFile(path).appearance() is Appearance.SYSTEM
    assert SettingsFile(path).log_level() is LogLevel.WARNING
    path.write_text(json.dumps({"parallel_requests": saved}))
    assert SettingsFile(path).parallel_requests() == (7 if saved == 7 else None)


def test_what_the_desktop_shows_survives_a_restart(path):
    chosen = DesktopSettings(notify_ended=False, keep_awake=False, status_icon=True)
    SettingsFile(path).set_desktop(chosen)
    assert SettingsFile(path).desktop() == chosen


@pytest.mark.parametrize("saved", [None, 1, [], {"notify_ended": 0, "more": True}])
def test_damaged_desktop_settings_have_their_defaults(path, saved):
    path.parent.mkdir()
    path.write_text(json.dumps({"desktop": saved}))
    assert SettingsFile(path).desktop() == DesktopSettings()
