from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import Page
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.details_desk import DetailsDesk
from s3enc_gui.gui.models.objects_model import ObjectsModel
from s3enc_gui.gui.widgets.encryption_details import EncryptionDetails
from s3enc_gui.jobs.inspect_object import InspectObject
from tests.fakes.folders import listed, looked, page
from tests.fakes.samples import DETAILS

WORK = Connection("work")


@pytest.fixture
def model():
    model = ObjectsModel()
    model.open(Location("my-bucket", "in/"))
    model.add(page("in/x/", "in/a", "in/b"))
    return model


@pytest.fixture
def pane(qtbot):
    pane = EncryptionDetails()
    qtbot.addWidget(pane)
    pane.show()
    return pane


@pytest.fixture
def desk(runner, pane, model):
    desk = DetailsDesk(runner, pane, model)
    desk.start(WORK)
    return desk


def asked(runner):
    return runner.jobs_of(InspectObject)


def test_one_object_is_asked_about_when_nobody_selects_another(desk, pane, model, runner, qtbot):
    desk.show_rows([model.row(1)])
    desk.show_rows([model.row(2)])
    assert pane.value("Size") == "1 byte"
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    assert asked(runner) == [InspectObject(WORK, Location("my-bucket", "in/b"))]
    runner.succeed(DETAILS)
    assert pane.value("KMS key") == "test_key"


def test_a_version_is_asked_about_as_that_version(desk, model, runner, qtbot):
    model.open(Location("my-bucket"))
    model.add(Page((), (listed("a", version_id="7", is_latest=False),)))
    desk.show_rows([model.row(0)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    assert asked(runner)[0].version_id == "7"


def test_what_may_not_be_seen_is_told(desk, pane, model, runner, qtbot):
    desk.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    runner.fail(AppError("You may not look at this object"))
    assert pane._facts._verdict.accessibleName() == "You may not look at this object"
    assert pane.value("Size") == "1 byte"


def test_several_are_added_up_without_asking_and_follow_what_is_learnt(desk, pane, model, runner):
    desk.show_rows([model.row(1), model.row(2)])
    assert pane.value("Size") == "2 bytes"
    model.see(((model.row(1).listed, looked()),), cached=False)
    assert "SSE-S3" in pane.value("Server-side encryption")
    assert asked(runner) == []


@pytest.mark.parametrize("rows", [[0], []])
def test_folders_and_nothing_are_not_asked_about(desk, pane, model, runner, qtbot, rows):
    desk.show_rows([model.row(at) for at in rows])
    qtbot.waitUntil(lambda: not desk._calm.isActive())
    assert asked(runner) == []


def test_an_answer_that_comes_after_another_selection_is_not_shown(
    desk, pane, model, runner, qtbot
):
    desk.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    late = runner.handle_of(InspectObject)
    desk.show_nothing()
    late.succeed(DETAILS)
    assert pane._pages.currentIndex() == 0
