from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from s3enc_gui.domain.keys.kms_key import KeyAlias, Usability
from s3enc_gui.gui.keys.keys_model import (
    AWS_S3_TEXT,
    CUSTOM_ROW,
    CUSTOM_TEXT,
    USABILITY_TEXTS,
    KeysModel,
)
from s3enc_gui.gui.models import roles


def alias(name, key_id=None):
    return KeyAlias(f"alias/{name}", key_id or f"id-of-{name}")


@pytest.fixture
def model(qapp, qtmodeltester):
    model = KeysModel()
    qtmodeltester.check(model)
    model.set_all([alias("invoices"), alias("old_key"), alias("test_key")])
    return model


def texts(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def test_aws_s3_is_first_and_custom_last(model):
    assert texts(model) == [AWS_S3_TEXT, "invoices", "old_key", "test_key", CUSTOM_TEXT]


def test_works_before_any_key_is_listed(qapp):
    assert texts(KeysModel()) == [AWS_S3_TEXT, CUSTOM_TEXT]


def test_pages_come_as_batches_and_are_sorted_at_the_end(model, qtbot):
    model.clear()
    with qtbot.waitSignal(model.rowsInserted) as blocker:
        model.add([alias("z"), alias("a")])
    assert blocker.args[1:] == [1, 2]
    model.set_all([alias("a"), alias("z")])
    assert texts(model) == [AWS_S3_TEXT, "a", "z", CUSTOM_TEXT]


@pytest.mark.parametrize("text", ["TEST", "st_k", "id-of-test"])
def test_the_filter_matches_any_part_of_name_or_id(model, text):
    model.set_filter(text)
    assert "test_key" in texts(model)
    assert "invoices" not in texts(model)
    model.set_filter("")
    assert len(texts(model)) == 5


def test_the_chosen_row_survives_every_change(model):
    row = model.find(name="alias/test_key")
    model.pinned = row
    chosen = QPersistentModelIndex(model.index(model.row_of(row)))
    model.set_filter("nothing like it")
    assert chosen.data() == "test_key"
    model.set_filter("")
    model.set_all([alias("a"), alias("test_key"), alias("z")])
    assert chosen.data() == "test_key"
    assert chosen.row() == 2


@pytest.mark.parametrize("name", ["alias/old_key", "custom"])
def test_the_current_row_survives_the_complete_list(model, name):
    row = CUSTOM_ROW if name == "custom" else model.find(name=name)
    current = QPersistentModelIndex(model.index(model.row_of(row)))
    model.set_note("A note")
    model.set_all([alias("invoices"), alias("new_key"), alias("old_key"), alias("test_key")])
    assert texts(model)[1:4] == ["invoices", "new_key", "old_key"]
    assert current.isValid()
    assert model.row(current.row()) is row


@pytest.mark.parametrize(("text", "best"), [("key", "old_key"), ("test_key", "test_key")])
def test_the_best_match_is_the_exact_one(model, text, best):
    model.set_filter(text)
    assert model.index(model.best_match()).data() == best


@pytest.mark.parametrize("usability", Usability)
def test_unusable_keys_cannot_be_chosen(model, usability):
    model.set_usability({"id-of-old_key": usability})
    index = model.index(2)
    assert bool(index.flags() & Qt.ItemFlag.ItemIsEnabled) is usability.can_be_chosen
    assert (usability in USABILITY_TEXTS) is not usability.can_be_chosen
    assert index.data(roles.PROBLEM) == USABILITY_TEXTS.get(usability, "")


def test_only_unknown_keys_are_described(model):
    assert model.undescribed(0, 9) == ("id-of-invoices", "id-of-old_key", "id-of-test_key")
    model.set_usability({"id-of-invoices": Usability.USABLE})
    assert model.undescribed(0, 2) == ("id-of-old_key",)


def test_a_note_cannot_be_chosen(model):
    model.clear()
    model.set_note("Can't list your keys")
    assert texts(model) == [AWS_S3_TEXT, "Can't list your keys", CUSTOM_TEXT]
    assert not model.index(1).flags() & Qt.ItemFlag.ItemIsEnabled
