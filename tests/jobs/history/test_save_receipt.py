from __future__ import annotations

import csv
import json

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.jobs.context import Context, Services
from s3enc_gui.jobs.history.save_receipt import SaveReceipt
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile

RECEIPTS = (Receipt("verified", "/f/Übersicht.txt", 5, "my-bucket", "Übersicht.txt"),)


@pytest.fixture
def context(tmp_path):
    return Context(services=Services(OpenSessions(), SettingsFile(tmp_path / "settings.json")))


def test_json(context, tmp_path):
    path = tmp_path / "receipt.json"
    assert SaveReceipt(str(path), RECEIPTS).run(context) == str(path)
    assert json.loads(path.read_text("utf-8"))[0]["file"] == "/f/Übersicht.txt"


def test_csv_by_the_file_name(context, tmp_path):
    path = tmp_path / "Receipt.CSV"
    SaveReceipt(str(path), RECEIPTS).run(context)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert rows[0]["key"] == "Übersicht.txt"


def test_a_name_with_invalid_unicode_is_escaped(context, tmp_path):
    path = tmp_path / "receipt.json"
    SaveReceipt(str(path), (Receipt("failed", "/f/\udce4", 0, "b", "\udce4"),)).run(context)
    assert "dce4" in path.read_text("utf-8")


def test_an_existing_file_is_replaced_and_no_other_is_left(context, tmp_path):
    path = tmp_path / "receipt.json"
    path.write_text("old")
    SaveReceipt(str(path), RECEIPTS).run(context)
    assert [child.name for child in tmp_path.iterdir()] == ["receipt.json"]
    assert "old" not in path.read_text("utf-8")


def test_a_missing_folder(context, tmp_path):
    with pytest.raises(AppError, match="Can't save the receipt") as caught:
        SaveReceipt(str(tmp_path / "no" / "r.json"), RECEIPTS).run(context)
    assert caught.value.code == "ENOENT"


def test_a_folder_of_that_name_is_not_replaced(context, tmp_path):
    (tmp_path / "r.json").mkdir()
    with pytest.raises(AppError):
        SaveReceipt(str(tmp_path / "r.json"), RECEIPTS).run(context)
    assert [child.name for child in tmp_path.iterdir()] == ["r.json"]


def test_html_by_the_file_name(context, tmp_path):
    path = tmp_path / "Übersicht.html"
    SaveReceipt(str(path), RECEIPTS).run(context)
    assert "Receipt of “Übersicht.txt”" in path.read_text("utf-8")
