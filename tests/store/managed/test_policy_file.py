"""How the policy of the administrator is found, and when it isn't believed."""

from __future__ import annotations

import json
import os
import plistlib
import sys
from types import ModuleType
from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import UNMANAGED
from s3enc_gui.store.managed import policy_file
from s3enc_gui.store.managed.policy import Policy

DOCUMENT = {"version": 1, "endpoints": ["aws"]}


@pytest.fixture
def path(monkeypatch, tmp_path):
    """The policy file's path, in a folder of the owner."""
    found = tmp_path / "s3enc" / "policy.json"
    found.parent.mkdir(mode=0o755)
    monkeypatch.setattr(policy_file, "POLICY", found)
    monkeypatch.setattr(policy_file, "OWNER", os.getuid())
    monkeypatch.setattr(sys, "platform", "linux")
    return found


def write(path, content, mode=0o644):
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    path.chmod(mode)


def test_without_a_file_nothing_is_managed(path):
    assert policy_file.read_policy() is UNMANAGED
    path.parent.rmdir()
    assert policy_file.read_policy() is UNMANAGED


def test_a_file_is_read(path):
    write(path, DOCUMENT)
    found = policy_file.read_policy()
    assert (found.origin, found.endpoints) == (str(path), ("aws",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "It isn't valid JSON: line 1, column 1"),
        (b'{"version": 1,\n "endpoints": [}', "It isn't valid JSON: line 2, column 16"),
        (b'{"version": 1, "version": 1}', "version is there twice"),
        (b'{"version": NaN}', "It isn't valid JSON: NaN"),
        (b"\xff\xfe", "It isn't UTF-8"),
        (b"[" * 100_000, "It isn't valid JSON"),
        (b" " * 1_000_001, "It is larger than 1 MB"),
        (b'{"version": 1, "endpoint": []}', "endpoint: this key isn't known"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_what_cannot_be_read_is_said(path, content, said):
    write(path, content)
    with pytest.raises(AppError) as refused:
        policy_file.read_policy()
    assert refused.value.code == "PolicyInvalid"
    assert said in refused.value.detail
    assert "Until it is corrected, S3enc connects to no server." in refused.value.detail


def test_a_file_with_a_byte_order_mark_is_read(path):
    write(path, b"\xef\xbb\xbf" + json.dumps(DOCUMENT).encode())
    assert policy_file.read_policy().endpoints == ("aws",)


@pytest.mark.parametrize(
    ("which", "mode", "said"),
    [
        ("file", 0o666, "Others than root can write to"),
        ("file", 0o664, "Others than root can write to"),
        ("folder", 0o777, "Others than root can write to"),
    ],
)
def test_a_file_that_others_can_change_is_not_believed(path, which, mode, said):
    write(path, DOCUMENT)
    (path if which == "file" else path.parent).chmod(mode)
    with pytest.raises(AppError, match=said):
        policy_file.read_policy()


def test_a_file_of_somebody_else_is_not_believed(path, monkeypatch):
    write(path, DOCUMENT)
    monkeypatch.setattr(policy_file, "OWNER", os.getuid() + 1)
    with pytest.raises(AppError, match="doesn't belong to root"):
        policy_file.read_policy()


def test_a_link_that_leads_nowhere_is_no_missing_file(path):
    path.symlink_to(path.with_name("gone"))
    with pytest.raises(AppError, match="The link leads nowhere"):
        policy_file.read_policy()


def test_a_folder_in_its_place_is_said(path):
    path.mkdir()
    with pytest.raises(AppError, match="It can't be read"):
        policy_file.read_policy()


def test_no_variable_leads_elsewhere(path, monkeypatch, tmp_path):
    write(path, DOCUMENT)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    assert policy_file.read_policy().endpoints == ("aws",)


def test_the_managed_preferences_of_macos(path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(policy_file, "PREFERENCES", path)
    write(path, plistlib.dumps(DOCUMENT))
    assert policy_file.read_policy().endpoints == ("aws",)
    write(path, b"<plist>")
    with pytest.raises(AppError, match="It isn't a property list"):
        policy_file.read_policy()


class Key:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.fixture
def registry(monkeypatch):
    """A Windows registry with one value; None: there is none."""
    module: Any = ModuleType("winreg")
    module.HKEY_LOCAL_MACHINE, module.REG_SZ = 1, 1
    module.value = None

    def query(_key, name):
        if module.value is None:
            raise FileNotFoundError(name)
        return module.value

    module.OpenKey = lambda *_: Key()
    module.QueryValueEx = query
    monkeypatch.setitem(sys.modules, "winreg", module)
    monkeypatch.setattr(sys, "platform", "win32")
    return module


def test_the_registry_of_windows(registry):
    assert policy_file.read_policy() is UNMANAGED
    registry.value = (json.dumps(DOCUMENT), 1)
    assert policy_file.read_policy().endpoints == ("aws",)
    registry.value = ("{", 1)
    with pytest.raises(AppError, match=r"HKLM\\SOFTWARE\\Policies\\S3enc\\Policy"):
        policy_file.read_policy()
    registry.value = (5, 4)
    with pytest.raises(AppError, match="It isn't a text"):
        policy_file.read_policy()


def test_it_is_read_once_unless_it_is_wrong(path):
    policy = Policy()
    write(path, b"{")
    with pytest.raises(AppError):
        policy.settings()
    write(path, DOCUMENT)
    first = policy.settings()
    path.unlink()
    assert policy.settings() is first
