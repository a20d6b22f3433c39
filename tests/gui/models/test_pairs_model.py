from __future__ import annotations

import pytest

from s3enc_gui.gui.models.pairs_model import PairsModel


@pytest.fixture
def model(qapp, qtmodeltester):
    model = PairsModel()
    qtmodeltester.check(model)
    return model


def put(model, name, value):
    row = model.add_row()
    model.setData(model.index(row, 0), name)
    model.setData(model.index(row, 1), value)


def test_pairs_in_order(model):
    put(model, "a", "1")
    put(model, "b", "2")
    assert model.pairs() == (("a", "1"), ("b", "2"))


def test_empty_rows_do_not_count(model):
    model.add_row()
    put(model, "a", "")
    assert model.pairs() == (("a", ""),)


def test_rows_are_removed(model, qtbot):
    for name in "abcd":
        put(model, name, "")
    with qtbot.waitSignal(model.changed):
        model.remove([0, 1, 3])
    assert model.pairs() == (("c", ""),)


def test_all_rows_can_be_replaced(qtbot):
    model = PairsModel()
    model.add_row()
    with qtbot.waitSignals([model.modelReset, model.changed]):
        model.set_pairs((("a", "1"), ("b", "")))
    assert model.pairs() == (("a", "1"), ("b", ""))
    assert model.rowCount() == 2
