from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMessageBox

from s3enc_gui.domain.connections.saved_connection import SavedConnections
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.check_dialog import CheckDialog
from s3enc_gui.gui.connections.connection_dialog import ConnectionDialog
from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.gui.connections.connections_model import ConnectionsModel
from s3enc_gui.gui.connections.signing_in.sign_in_dialog import SignInDialog
from s3enc_gui.gui.connections.ways import WAY_TEXTS, Way, way_of
from s3enc_gui.jobs.connections.saved_connections import (
    DuplicateConnection,
    LoadConnections,
    RemoveConnection,
    ReorderConnections,
    SetDefaultConnection,
)
from s3enc_gui.jobs.connections.sign_in import FindSignIn, SignIn, SignOut
from tests.gui.connections.samples import ALL, COMPANY, KEY, PUBLIC, SERVICE, SESSION

SAVED = SavedConnections(ALL, COMPANY.id)


@pytest.fixture
def dialog(qtbot, runner, opened):
    dialog = ConnectionsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    runner.handle_of(LoadConnections).succeed(SAVED)
    return dialog


def select(dialog, connection):
    dialog.table.selectRow(ALL.index(connection))


def opened_dialogs(dialog, kind):
    return [one for one in dialog.findChildren(kind) if one.isVisible()]


def cells(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_the_model(qtbot):
    model = ConnectionsModel()
    tester = QAbstractItemModelTester(model)
    model.show(SAVED)
    assert cells(model, 0) == [
        "production (Uploads)",
        "Company sign-in: Uploads in 111122223333",
        "eu-west-1",
        "",
        "Default",
    ]
    assert model.index(0, 4).data(Qt.ItemDataRole.DecorationRole) is not None
    assert cells(model, 4)[3:] == ["open-data/a/", ""]
    model.show(SavedConnections())
    assert model.rowCount() == 0
    del tester


def test_the_first_is_selected_and_without_any_only_adding_is_possible(qtbot, runner, dialog):
    assert dialog.selected == COMPANY
    empty = ConnectionsDialog(runner)
    qtbot.addWidget(empty)
    empty.show()
    runner.succeed(SavedConnections())
    enabled = {name for name, button in empty._buttons.items() if button.isEnabled()}
    assert enabled == {"add"}


def test_every_way_can_be_added(dialog, runner):
    actions = dialog.button("add").menu().actions()
    assert [action.text() for action in actions] == [WAY_TEXTS[way].title for way in Way]
    actions[2].trigger()
    (form,) = opened_dialogs(dialog, ConnectionDialog)
    assert form.windowTitle() == "I have an access key"


@pytest.mark.parametrize("connection", ALL, ids=lambda one: one.id)
def test_editing(qtbot, dialog, runner, connection):
    select(dialog, connection)
    dialog.button("edit").click()
    (form,) = opened_dialogs(dialog, ConnectionDialog)
    assert form._way is way_of(connection)
    form.page.name.setText("renamed")
    form.go.click()
    with qtbot.waitSignal(dialog.edited) as blocker:
        runner.succeed(None)
    assert blocker.args == [replace(connection, name="renamed")]
    assert isinstance(runner.started[-1], LoadConnections)


def test_a_new_connection_is_selected(qtbot, dialog, runner):
    dialog.button("add").menu().actions()[4].trigger()
    (form,) = opened_dialogs(dialog, ConnectionDialog)
    form.form.bucket.setText("more-data")
    form.go.click()
    with qtbot.waitSignal(dialog.added) as blocker:
        runner.succeed(None)
    (added,) = blocker.args
    runner.succeed(SavedConnections((*ALL, added), COMPANY.id))
    assert dialog.selected == added


def test_another_account_and_role_are_chosen(dialog, runner):
    dialog.button("edit").click()
    (form,) = opened_dialogs(dialog, ConnectionDialog)
    assert form.choose_account.isVisible()
    form.choose_account.click()
    assert type(runner.started[-1]).__name__ == "FindSession"


def test_duplicating_keeps_the_secret(dialog, runner):
    select(dialog, KEY)
    dialog.button("duplicate").click()
    job = runner.started[-1]
    assert isinstance(job, DuplicateConnection)
    assert (job.original_id, job.copied.name, job.copied.source) == (
        KEY.id,
        "key (2)",
        KEY.source,
    )
    assert job.copied.id != KEY.id


def test_removing_asks_first(qtbot, dialog, runner):
    select(dialog, KEY)
    dialog.button("remove").click()
    (box,) = opened_dialogs(dialog, QMessageBox)
    assert "key" in box.text()
    assert not runner.jobs_of(RemoveConnection)
    next(one for one in box.buttons() if one.text() == "Remove").click()
    assert runner.started[-1] == RemoveConnection(KEY.id)
    with qtbot.waitSignal(dialog.removed) as blocker:
        runner.succeed(None)
    assert blocker.args == [KEY]


def test_moving(qtbot, dialog, runner):
    ids = [one.id for one in ALL]
    assert not dialog.button("up").isEnabled()
    dialog.button("down").click()
    assert runner.started[-1] == ReorderConnections((ids[1], ids[0], *ids[2:]))
    with qtbot.waitSignal(dialog.reordered):
        runner.succeed(None)
    select(dialog, ALL[-1])
    assert not dialog.button("down").isEnabled()
    dialog.button("up").click()
    assert runner.started[-1] == ReorderConnections((*ids[:-2], ids[-1], ids[-2]))


def test_the_default(dialog, runner):
    assert dialog.button("default").text() == "Clear default"
    dialog.button("default").click()
    assert runner.started[-1] == SetDefaultConnection(None)
    runner.succeed(None)
    runner.succeed(SavedConnections(ALL))
    select(dialog, KEY)
    assert dialog.button("default").text() == "Make default"
    dialog.button("default").click()
    assert runner.started[-1] == SetDefaultConnection(KEY.id)


def test_signing_in_and_out(qtbot, dialog, runner):
    dialog.button("sign_in").click()
    assert runner.started[-1] == FindSignIn(COMPANY.connection)
    runner.succeed(SESSION)
    assert runner.started[-1] == SignIn(COMPANY.connection)
    (form,) = opened_dialogs(dialog, SignInDialog)
    with qtbot.waitSignal(dialog.signed_in) as blocker:
        runner.succeed(None)
    assert blocker.args == [COMPANY.connection]
    assert not form.isVisible()
    dialog.button("sign_out").click()
    assert runner.started[-1] == SignOut(COMPANY.connection)
    runner.succeed(True)
    assert dialog.banner.accessibleName() == "Signed out"
    dialog.button("sign_out").click()
    runner.succeed(False)
    assert dialog.banner.accessibleName() == "You weren't signed in"


@pytest.mark.parametrize("connection", [KEY, SERVICE, PUBLIC], ids=lambda one: one.id)
def test_there_is_nothing_to_sign_in_to_with_a_key(dialog, connection):
    select(dialog, connection)
    assert not dialog.button("sign_in").isEnabled()
    assert not dialog.button("sign_out").isEnabled()


def test_testing(dialog):
    dialog.button("test").click()
    (test,) = opened_dialogs(dialog, CheckDialog)
    assert test.windowTitle() == "Test production (Uploads)"


def test_a_locked_keyring_is_said(dialog, runner):
    select(dialog, KEY)
    dialog.button("duplicate").click()
    runner.fail(AppError("The keyring is locked"))
    assert dialog.banner.isVisible()


def test_everything_is_reached_by_keyboard(dialog):
    for button in dialog._buttons.values():
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert dialog.table.accessibleName() == "Connections"


def test_where_there_is_no_sign_in_it_is_said(dialog, runner):
    select(dialog, ALL[-1])
    dialog.button("sign_in").click()
    runner.succeed(None)
    assert dialog.banner.accessibleName() == "There is nothing to sign in to"


PRESET = replace(SAVED, presets=frozenset({COMPANY.id}))


def enabled(dialog):
    return {name for name, button in dialog._buttons.items() if button.isEnabled()}


def test_an_administrators_connection_cannot_be_changed(dialog, runner):
    dialog._loaded(PRESET)
    select(dialog, COMPANY)
    assert enabled(dialog) & {"edit", "remove", "up", "down"} == set()
    assert {"add", "duplicate", "default", "test", "sign_in"} <= enabled(dialog)
    assert dialog.button("edit").toolTip() == "Set by your administrator"
    assert dialog.lock.text() == (
        "Set by your administrator: the connections with a lock can't be changed."
    )
    name = dialog.model.index(0, 0)
    assert name.data(Qt.ItemDataRole.DecorationRole) is not None
    assert "Set by your administrator" in name.data(Qt.ItemDataRole.ToolTipRole)


def test_others_can_but_stay_behind_it(dialog):
    dialog._loaded(PRESET)
    dialog.table.selectRow(1)
    assert {"edit", "remove", "down"} <= enabled(dialog)
    assert "up" not in enabled(dialog)
    assert dialog.button("edit").toolTip() == ""


def test_none_can_be_added(dialog):
    dialog._loaded(replace(PRESET, only_presets=True))
    assert enabled(dialog) & {"add", "duplicate"} == set()
    assert dialog.lock.text() == "Set by your administrator. Other connections can't be added."


def test_without_a_policy_nothing_is_marked(dialog):
    assert dialog.lock.isHidden()
