from __future__ import annotations

from datetime import UTC, datetime

import pytest
from keyring.errors import NoKeyringError

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.customer_keys.key_names import KEY_NAMES
from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.customer_keys.customer_keys import SERVICE, CustomerKeys
from s3enc_gui.store.customer_keys.key_sheet_file import check_copy, read_key_file, write_key_sheet
from s3enc_gui.wording.customer_keys.key_sheet import key_page, key_sheet
from tests.fakes.keyring import FakeKeyring

KEY, OTHER = CustomerKey(bytes(range(32))), CustomerKey(bytes(32))
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def keyring():
    return FakeKeyring()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


@pytest.fixture
def keys(path, keyring):
    return CustomerKeys(path, Secrets(keyring, service=SERVICE))


def test_a_key_is_in_the_keyring_and_never_in_the_file(keys, path, keyring):
    assert keys.add("invoices", KEY, NOW, copied=False)
    assert keyring.entries == {(SERVICE, KEY.md5): KEY.base64}
    text = path.read_text()
    assert KEY.md5 in text
    assert KEY.base64 not in text
    assert KEY.content.hex() not in text
    (known,) = keys.known()
    assert (known.name, known.has_copy) == ("invoices", False)
    assert keys.key(KEY.md5) == KEY
    assert keys.find("invoices") == keys.find(KEY.md5) == known


def test_copies_and_buckets_are_remembered(keys):
    keys.add("invoices", KEY, NOW, copied=False)
    keys.note_copy(KEY.md5, NOW)
    for _ in range(2):
        keys.note_bucket(KEY.md5, "|bucket")
    known = keys.find("invoices")
    assert (known.copied, known.buckets) == (NOW, ("|bucket",))
    keys.add("renamed", KEY, NOW, copied=False)
    assert keys.find("renamed").buckets == ("|bucket",)
    assert keys.find("renamed").has_copy


def test_two_keys_have_two_names(keys, keyring):
    keys.add("invoices", KEY, NOW, copied=True)
    with pytest.raises(AppError) as taken:
        keys.add("invoices", OTHER, NOW, copied=True)
    assert taken.value.code == "KeyNameTaken"
    assert len(keyring.entries) == 1
    with pytest.raises(AppError) as invalid:
        keys.add(" two\nlines", OTHER, NOW, copied=True)
    assert invalid.value.code == "InvalidKeyName"


def test_a_removed_key_is_unknown(keys, keyring):
    keys.add("invoices", KEY, NOW, copied=True)
    keys.remove(KEY.md5)
    assert keyring.entries == {}
    assert keys.known() == ()
    for find in (keys.find, keys.key):
        with pytest.raises(AppError) as unknown:
            find(KEY.md5)
        assert unknown.value.code == "CustomerKeyUnknown"


def test_without_a_keyring_a_key_lasts_for_the_session(path):
    keys = CustomerKeys(path, Secrets(FakeKeyring(NoKeyringError())))
    assert not keys.add("invoices", KEY, NOW, copied=True)
    assert keys.key(KEY.md5) == KEY
    later = CustomerKeys(path, Secrets(FakeKeyring()))
    with pytest.raises(AppError, match="invoices"):
        later.key(KEY.md5)


def test_another_key_in_the_keyring_is_not_used(keys, keyring):
    keys.add("invoices", KEY, NOW, copied=True)
    keyring.entries[(SERVICE, KEY.md5)] = OTHER.base64
    with pytest.raises(AppError) as unknown:
        keys.key(KEY.md5)
    assert unknown.value.code == "CustomerKeyUnknown"


def test_a_key_sheet_is_written_once_privately_and_read_back(tmp_path):
    path = str(tmp_path / "sheet.txt")
    write_key_sheet(path, key_sheet("invoices", KEY), KEY)
    assert (tmp_path / "sheet.txt").stat().st_mode & 0o077 == 0
    assert read_key_file(path) == KEY
    with pytest.raises(AppError) as exists:
        write_key_sheet(path, key_sheet("other", OTHER), OTHER)
    assert exists.value.code == "FileExists"
    assert read_key_file(path) == KEY
    with pytest.raises(AppError) as other:
        check_copy(path, OTHER)
    assert other.value.code == "OtherKeyInFile"


def test_a_sheet_that_does_not_have_the_key_is_removed_again(tmp_path):
    path = str(tmp_path / "sheet.txt")
    with pytest.raises(AppError):
        write_key_sheet(path, key_sheet("invoices", OTHER), KEY)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(AppError) as missing:
        read_key_file(path)
    assert missing.value.code == "ENOENT"


def test_a_page_to_print_is_read_back(tmp_path):
    path = tmp_path / "sheet.html"
    write_key_sheet(str(path), key_page("<b>1 & 2</b>", KEY), KEY)
    assert read_key_file(str(path)) == KEY
    assert "<b>" not in path.read_text()


def test_a_key_is_renamed_but_not_to_the_name_of_another(keys):
    keys.add("invoices", KEY, NOW, copied=True)
    keys.add("other", OTHER, NOW, copied=True)
    keys.rename(KEY.md5, "invoices 2026")
    assert keys.find(KEY.md5).name == KEY_NAMES.of(KEY.md5) == "invoices 2026"
    for name in ("other", ""):
        with pytest.raises(AppError):
            keys.rename(KEY.md5, name)


def test_a_key_of_an_earlier_session_without_keyring_is_not_here(path, keyring):
    keyring.error = NoKeyringError()
    keys = CustomerKeys(path, Secrets(keyring, service=SERVICE))
    assert not keys.add("invoices", KEY, NOW, copied=True)
    assert keys.is_here(keys.find("invoices"))
    later = CustomerKeys(path, Secrets(keyring, service=SERVICE))
    assert not later.is_here(later.find("invoices"))


def test_removing_a_connection_removes_no_key_even_of_the_same_name(keys, keyring):
    keys.add("invoices", KEY, NOW, copied=True)
    connections = Secrets(keyring)
    connections.set_text(KEY.md5, "secret access key")
    connections.delete(KEY.md5)
    assert keyring.entries == {(SERVICE, KEY.md5): KEY.base64}
