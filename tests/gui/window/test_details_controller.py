from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QPushButton

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.earlier_verification import EarlierVerification
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.listing import Page
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.customer_keys.choose_key_dialog import ChooseKeyDialog
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.window.details_controller import DetailsController
from s3enc_gui.jobs.history.find_verification import FindVerification
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.fakes.folders import listed, looked, page
from tests.fakes.samples import DETAILS, outcome

WORK = Connection("work")
ENDED = datetime(2026, 3, 1, 12, tzinfo=UTC)
RECEIPT = Receipt.of(outcome(Result.VERIFIED), "my-bucket", ended=ENDED)


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


def requests(runner):
    return runner.jobs_of(InspectObject)


def test_details_are_requested_for_the_last_selection_only(controller, pane, model, runner, qtbot):
    controller.show_rows([model.row(1)])
    controller.show_rows([model.row(2)])
    assert pane.value("Size") == "1 byte"
    qtbot.waitUntil(lambda: len(requests(runner)) > 0)
    assert requests(runner) == [InspectObject(WORK, Location("my-bucket", "in/b"))]
    runner.succeed(DETAILS)
    assert pane.value("KMS key") == "test_key"


def test_details_of_a_version(controller, model, runner, qtbot):
    model.open(Location("my-bucket"))
    model.add(Page((), (listed("a", version_id="7", is_latest=False),)))
    controller.show_rows([model.row(0)])
    qtbot.waitUntil(lambda: len(requests(runner)) > 0)
    assert requests(runner)[0].version_id == "7"


def test_an_error_is_shown(controller, pane, model, runner, qtbot):
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(requests(runner)) > 0)
    runner.fail(AppError("You don't have permission to read this object"))
    assert pane._facts._verdict.accessibleName() == "You don't have permission to read this object"
    assert pane.value("Size") == "1 byte"


def test_sse_c_details_come_from_the_listing(controller, pane, model, runner, qtbot):
    """Without the key, S3 returns nothing else for an SSE-C object."""
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(requests(runner)) > 0)
    status = EncryptionStatus(customer_algorithm="AES256")
    runner.succeed(ObjectDetails(Location("my-bucket", "in/a"), status, size=-1))
    assert pane.value("Size") == "1 byte"
    assert pane.value("ETag") == "etag-of-in/a"
    assert pane.value("Last modified") != "–"


def test_a_summary_needs_no_request_and_follows_statuses(controller, pane, model, runner, qtbot):
    controller.show_rows([model.row(1), model.row(2)])
    assert pane.value("Size") == "2 bytes"
    model.set_statuses(((model.row(1).listed, looked()),), cached=False)
    qtbot.waitUntil(lambda: "SSE-S3" in pane.value("Server-side encryption"))
    assert requests(runner) == []


@pytest.mark.parametrize("rows", [[0], []])
def test_no_requests_for_folders_or_no_selection(controller, pane, model, runner, qtbot, rows):
    controller.show_rows([model.row(at) for at in rows])
    qtbot.waitUntil(lambda: not controller._selection_timer.isActive())
    assert requests(runner) == []


def test_a_late_response_is_not_shown(controller, pane, model, runner, qtbot):
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(requests(runner)) > 0)
    late = runner.handle_of(InspectObject)
    controller.show_nothing()
    late.succeed(DETAILS)
    assert pane._pages.currentIndex() == 0


def test_selecting_the_same_row_requests_nothing(controller, model, runner, qtbot):
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(requests(runner)) > 0)
    controller.show_rows([model.row(1)])
    assert not controller._selection_timer.isActive()


def test_a_changed_object_is_requested_again(controller, model, runner, qtbot):
    controller.show_rows([model.row(1)])
    qtbot.waitUntil(lambda: len(requests(runner)) > 0)
    model.begin_refresh()
    model.add(page("in/a", sizes={"in/a": 9}))
    model.end_listing()
    qtbot.waitUntil(lambda: len(requests(runner)) > 1)


def test_changed_objects_are_summed_up_again(controller, pane, model, qtbot):
    controller.show_rows([model.row(1), model.row(2)])
    model.begin_refresh()
    model.add(page("in/a", "in/b", sizes={"in/a": 9}))
    model.end_listing()
    qtbot.waitUntil(lambda: pane.value("Size") == "10 bytes")


def test_many_objects_are_summed_up_in_chunks(controller, pane, model, qtbot):
    model.add(page(*(f"in/{number}" for number in range(25_000))))
    controller.show_rows(model.rows()[1:])
    qtbot.waitUntil(lambda: pane.value("Size").startswith("25 KB"))


def test_an_unfinished_summary_is_not_shown_after_another_selection(controller, pane, model, qtbot):
    model.add(page(*(f"in/{number}" for number in range(25_000))))
    controller.show_rows(model.rows()[1:])
    controller.show_nothing()
    qtbot.waitUntil(lambda: not controller._chunk_timer.isActive())
    assert pane._pages.currentIndex() == 0


def test_details_say_when_the_object_was_verified(controller, pane, model, runner, qtbot):
    controller.show_object(DETAILS)
    assert runner.jobs_of(FindVerification) == [FindVerification(WORK, DETAILS)]
    assert pane.value("Verified") == "–"
    assert pane._facts.receipt.isHidden()
    runner.handle_of(FindVerification).succeed(EarlierVerification(RECEIPT, True, RECEIPT.ended))
    assert pane.value("Verified") == f"on {short_time(RECEIPT.ended)}"
    with qtbot.waitSignal(pane.receipt_requested) as requested:
        pane._facts.receipt.click()
    assert requested.args == [RECEIPT]


def test_details_say_why_an_object_was_not_verified(controller, pane, runner):
    controller.show_object(DETAILS)
    runner.handle_of(FindVerification).succeed(EarlierVerification(reason="never uploaded"))
    assert pane.value("Verified") == "– (never uploaded)"
    assert pane._facts.receipt.isHidden()


def test_an_unreadable_history_says_nothing_about_the_object(controller, pane, runner):
    controller.show_object(DETAILS)
    runner.handle_of(FindVerification).fail(AppError("Can't read the history"))
    assert pane.value("Verified") == "– (the history can't be read)"


def test_the_receipt_of_an_earlier_object_is_not_shown_for_another(controller, pane, runner):
    controller.show_object(DETAILS)
    late = runner.handle_of(FindVerification)
    controller.show_object(replace(DETAILS, etag="other"))
    late.succeed(EarlierVerification(RECEIPT, True, RECEIPT.ended))
    assert pane.value("Verified") == "–"


def test_an_object_whose_key_is_not_known_has_a_button_to_choose_it(
    controller, pane, runner, qtbot
):
    unknown = replace(DETAILS, status=EncryptionStatus(customer_algorithm="AES256"), size=-1)
    controller.show_object(unknown)
    button = next(one for one in pane.findChildren(QPushButton) if one.text() == "Choose key…")
    button.click()
    dialog = pane.findChild(ChooseKeyDialog)
    known = replace(unknown.status, customer_key="WYUzG87JcbJiEiqhylrUEQ==")
    dialog.fitted.emit(replace(DETAILS, status=known))
    assert pane.value("Customer-provided key") == "MD5 WYUzG87JcbJiEiqhylrUEQ=="
    banners = [one for one in pane.findChildren(ErrorBanner) if one.isVisible()]
    assert not banners
