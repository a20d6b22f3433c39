from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.deletion import DeletionCount
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.guard.bucket_dialog import BucketDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.gui.window.properties.properties_dialog import PropertiesDialog
from s3enc_gui.jobs.deletion.delete_objects import CountObjects
from s3enc_gui.jobs.listing.browse import ListFolder, PageListed
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.fakes.folders import page
from tests.fakes.samples import DETAILS
from tests.i18n.shown import check_texts

WORK = Connection("work", "eu-central-1")
HERE = Location("my-bucket", "in/")


@pytest.fixture
def model():
    model = ObjectsModel()
    model.open(HERE)
    model.add(page("in/x/", "in/y/", "in/a", "in/b"))
    return model


@pytest.fixture
def opened(qtbot, runner, model):
    def open_properties(*numbers):
        rows = [model.row(number) for number in numbers]
        dialog = PropertiesDialog(runner, WORK, model, rows, HERE)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_properties


def test_an_object(opened, runner, qtbot):
    dialog = opened(2)
    assert dialog.windowTitle() == "Properties of a"
    assert dialog.facts.value("Address") == "s3://my-bucket/in/a"
    qtbot.waitUntil(lambda: bool(runner.jobs_of(InspectObject)))
    assert runner.jobs_of(InspectObject) == [InspectObject(WORK, Location("my-bucket", "in/a"))]
    runner.handle_of(InspectObject).succeed(DETAILS)
    assert dialog.details.value("KMS key") == "test_key"
    assert not runner.jobs_of(CountObjects)


def test_an_object_stays_while_another_folder_is_listed(opened, model, runner, qtbot):
    dialog = opened(2)
    model.open(Location("other-bucket"))
    qtbot.waitUntil(lambda: bool(runner.jobs_of(InspectObject)))
    assert runner.jobs_of(InspectObject) == [InspectObject(WORK, Location("my-bucket", "in/a"))]
    runner.handle_of(InspectObject).fail(AppError("Denied"))
    assert dialog.details.value("Size") == "1 byte"


def test_several_objects_have_a_summary(opened, model):
    dialog = opened(2, 3)
    assert dialog.windowTitle() == "Properties of 2 objects"
    assert dialog.details.value("Size") == "2 bytes"
    model.open(Location("other-bucket"))
    assert dialog.details.value("Size") == "2 bytes"


def test_folders_are_counted(opened, runner):
    dialog = opened(0, 1, 2)
    assert dialog.facts.value("Selected") == "2 folders and 1 object"
    (job,) = runner.jobs_of(CountObjects)
    assert (job.bucket, job.prefixes) == ("my-bucket", ("in/x/", "in/y/"))
    assert [one.key for one in job.objects] == ["in/a"]
    handle = runner.handle_of(CountObjects)
    handle.progressed.emit([DeletionCount(1000, 5)])
    assert dialog.facts.value("Contents") == "1,000 objects, 5 bytes"
    handle.fail(AppError("Can't list the folder"))
    assert dialog.banner.isVisible()


def test_without_a_selection_it_is_the_folder_that_is_shown(opened, runner):
    dialog = opened()
    assert dialog.windowTitle() == "Properties of s3://my-bucket/in/"
    assert runner.jobs_of(CountObjects) == [CountObjects(WORK, "my-bucket", (), ("in/",))]
    dialog.reject()
    assert runner.cancelled[-1] == CountObjects(WORK, "my-bucket", (), ("in/",))


@pytest.fixture
def window(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    window.start(WORK, "my-bucket")
    runner.handle_of(ListFolder).progressed.emit([PageListed(page("a", "b"))])
    qtbot.waitActive(window)
    return window


def press_alt_enter(window, qtbot):
    table = window._browser.folder.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)


def test_the_key_opens_them(window, qtbot):
    window._browser.folder.table.selectRow(0)
    press_alt_enter(window, qtbot)
    (dialog,) = window.findChildren(PropertiesDialog)
    assert dialog.isVisible()
    assert dialog.windowTitle() == "Properties of a"


def test_the_key_opens_the_bucket_where_nothing_is_selected(window, qtbot):
    window._browser.folder.table.clearSelection()
    press_alt_enter(window, qtbot)
    assert window.findChildren(BucketDialog)


def test_the_key_opens_the_bucket_of_the_list(window, qtbot, runner):
    buckets = window._buckets._list
    buckets.fill(["my-bucket", "other-bucket"])
    buckets.setCurrentRow(1)
    buckets.setFocus()
    qtbot.keyClick(buckets, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    (dialog,) = window.findChildren(BucketDialog)
    assert dialog.windowTitle() == "Bucket other-bucket"


@pytest.mark.usefixtures("pseudo_language", "themed")
@pytest.mark.parametrize("numbers", [(), (2,), (2, 3), (0, 1, 2)], ids=len)
def test_texts(opened, runner, numbers):
    dialog = opened(*numbers)
    check_texts(dialog, "my-bucket", "in/a", "in/", "in", "etag-of")
    if runner.jobs_of(CountObjects):
        runner.handle_of(CountObjects).succeed(DeletionCount(1000, 5))
    check_texts(dialog, "my-bucket", "in/a", "in/", "in", "etag-of")


def test_enter_closes_what_was_only_to_be_looked_at(opened, qtbot):
    dialog = opened(2)
    focused = dialog.focusWidget()
    assert focused.text() == "Close"
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert not dialog.isVisible()
