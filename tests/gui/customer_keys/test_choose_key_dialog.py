"""Which key was an object stored with: asked, tried, and told where it is another one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.known_key import other_key_error
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.customer_keys.choose_key_dialog import ChooseKeyDialog
from s3enc_gui.jobs.customer_keys.copies_of_keys import ReadKeyList
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.fakes.samples import PLAIN
from tests.gui.customer_keys.conftest import KEY, LISTED, OTHER
from tests.i18n.shown import check_texts

WORK, PLACE = Connection("work"), Location("my-bucket", "in/a.pdf")
FOUND = replace(PLAIN, status=EncryptionStatus(customer_algorithm="AES256", customer_key=KEY.md5))


@pytest.fixture
def dialog(qtbot, runner):
    dialog = ChooseKeyDialog(runner, WORK, PLACE, "v1")
    qtbot.addWidget(dialog)
    dialog.show()
    runner.handle_of(ReadKeyList).succeed(LISTED)
    return dialog


def choose(dialog, md5):
    combo = dialog.key.combo
    combo.setCurrentIndex(combo.findData(md5))
    combo.activated.emit(combo.currentIndex())


def test_no_key_is_sent_before_the_user_chooses_one(dialog, runner):
    assert not dialog.go.isEnabled()
    assert not runner.jobs_of(InspectObject)
    choose(dialog, OTHER.md5)  # isn't on this computer
    assert not dialog.go.isEnabled()
    choose(dialog, KEY.md5)
    dialog.go.click()
    assert runner.started[-1] == InspectObject(WORK.with_customer_key(KEY.md5), PLACE, "v1")


def test_a_key_that_fits_closes_it_and_another_one_is_told(dialog, runner, qtbot):
    choose(dialog, KEY.md5)
    dialog.go.click()
    runner.fail(other_key_error(PLACE.key))
    assert dialog.isVisible()
    assert dialog.banner.isVisible()
    dialog.go.click()
    with qtbot.waitSignal(dialog.fitted) as fitted:
        runner.succeed(FOUND)
    assert fitted.args == [FOUND]
    assert not dialog.isVisible()


@pytest.mark.usefixtures("pseudo_language")
def test_every_text(dialog, runner):
    data = ("my-bucket", "in/a.pdf", "invoices", "scans", KEY.md5, OTHER.md5)
    check_texts(dialog, *data)
    choose(dialog, KEY.md5)
    dialog.go.click()
    runner.fail(other_key_error(PLACE.key))
    check_texts(dialog, *data)
