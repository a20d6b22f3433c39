from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import Page
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.window.details_controller import DetailsController
from s3enc_gui.jobs.listing.inspect_object import InspectObject
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
def controller(runner, pane, model):
    controller = DetailsController(runner, pane, model)
    controller.start(WORK)
    return controller


def asked(runner):
    return runner.jobs_of(InspectObject)


def test_one_object_is_asked_about_when_nobody_selects_another(
    controller, pane, model, runner, qtbot
):
    controller.show_rows([model.row(1)])
    controller.show_rows([model.row(2)])
    assert pane.value("Size") == "1 byte"
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    assert asked(runner) == [InspectObject(WORK, Location("my-bucket", "in/b"))]
    runner.succeed(DETAILS)
    assert pane.value("KMS key") == "test_key"


def test_a_version_is_asked_about_as_that_version(controller, model, runner, qtbot):
    model.open(Location("my-bucket"))
    model.add(Page((), (listed("a", version_id="7", is_latest=False),)))
    controller.show_rows([model.row(0)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    assert asked(runner)[0].version_id == "7"


def test_what_may_not_be_seen_is_told(controller, pane, model, runner, qtbot):
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    runner.fail(AppError("You may not look at this object"))
    assert pane._facts._verdict.accessibleName() == "You may not look at this object"
    assert pane.value("Size") == "1 byte"


def test_what_only_the_listing_tells_stays(controller, pane, model, runner, qtbot):
    """Of an object with a customer's key S3 tells nothing else without the key."""
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    status = EncryptionStatus(customer_algorithm="AES256")
    runner.succeed(ObjectDetails(Location("my-bucket", "in/a"), status, size=-1))
    assert pane.value("Size") == "1 byte"
    assert pane.value("ETag") == "etag-of-in/a"
    assert pane.value("Last modified") != "–"


def test_several_are_added_up_without_asking_and_follow_what_is_learned(
    controller, pane, model, runner, qtbot
):
    controller.show_rows([model.row(1), model.row(2)])
    assert pane.value("Size") == "2 bytes"
    model.see(((model.row(1).listed, looked()),), cached=False)
    qtbot.waitUntil(lambda: "SSE-S3" in pane.value("Server-side encryption"))
    assert asked(runner) == []


@pytest.mark.parametrize("rows", [[0], []])
def test_folders_and_nothing_are_not_asked_about(controller, pane, model, runner, qtbot, rows):
    controller.show_rows([model.row(at) for at in rows])
    qtbot.waitUntil(lambda: not controller._calm.isActive())
    assert asked(runner) == []


def test_an_answer_that_comes_after_another_selection_is_not_shown(
    controller, pane, model, runner, qtbot
):
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    late = runner.handle_of(InspectObject)
    controller.show_nothing()
    late.succeed(DETAILS)
    assert pane._pages.currentIndex() == 0


def test_the_same_row_is_not_asked_about_again_and_again(controller, model, runner, qtbot):
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    controller.show_rows([model.row(1)])
    assert not controller._calm.isActive()


def test_an_object_that_is_listed_anew_is_asked_about_anew(controller, model, runner, qtbot):
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(asked(runner)) > 0)
    model.begin_refresh()
    model.add(page("in/a", sizes={"in/a": 9}))
    model.end_refresh()
    qtbot.waitUntil(lambda: len(asked(runner)) > 1)


def test_several_that_are_listed_anew_are_added_up_anew(controller, pane, model, qtbot):
    controller.show_rows([model.row(1), model.row(2)])
    model.begin_refresh()
    model.add(page("in/a", "in/b", sizes={"in/a": 9}))
    model.end_refresh()
    qtbot.waitUntil(lambda: pane.value("Size") == "10 bytes")


def test_very_many_are_added_up_bit_by_bit(controller, pane, model, qtbot):
    model.add(page(*(f"in/{number}" for number in range(25_000))))
    controller.show_rows(model.rows()[1:])
    qtbot.waitUntil(lambda: pane.value("Size").startswith("25 KB"))


def test_what_was_being_added_up_is_not_shown_after_another_choice(controller, pane, model, qtbot):
    model.add(page(*(f"in/{number}" for number in range(25_000))))
    controller.show_rows(model.rows()[1:])
    controller.show_nothing()
    qtbot.waitUntil(lambda: not controller._adding.isActive())
    assert pane._pages.currentIndex() == 0
