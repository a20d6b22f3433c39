"""Downloads of objects whose customer-provided key (SSE-C) isn't known."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.customer_keys.known_key import other_key_error, unknown_key_error
from s3enc_gui.domain.downloads.download import FileOutcome, customer_key_error
from s3enc_gui.gui.customer_keys.choose_key_dialog import ChooseKeyDialog
from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer
from s3enc_gui.jobs.downloads.download import DownloadObjects
from tests.gui.downloads.test_panel import ERROR, ended, jobs, panel, request, result

__all__ = ["panel"]


@pytest.mark.parametrize("error", [customer_key_error("a"), other_key_error("a")])
def test_the_key_is_asked_for_and_the_files_are_downloaded_then(panel, runner, error):
    panel.start(request())
    ended(runner, result("b", FileOutcome.CHECKED), result("a", FileOutcome.FAILED, error))
    assert panel.key.isVisible()
    panel.key.click()
    dialog = panel.window().findChild(ChooseKeyDialog)
    assert (dialog._location.key, dialog._location.bucket) == ("a", "my-bucket")
    assert len(jobs(runner)) == 1
    dialog.fitted.emit(None)
    assert jobs(runner)[1:] == [DownloadObjects(request(), resumed=True)]
    assert panel.key.isHidden()


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_key_that_is_not_here_has_the_button_of_the_keys(panel, runner, qtbot, is_whole):
    offer, error = RemedyOffer(Remedy.KEYS, panel.window()), unknown_key_error("invoices")
    panel.start(request())
    if is_whole:
        runner.handle_of(DownloadObjects).fail(error)
    else:
        ended(runner, result("a", FileOutcome.FAILED, error))
    button = panel.buttons.remedy
    assert (button.isVisible(), button.text()) == (True, "Keys…")
    with qtbot.waitSignal(offer.requested):
        button.click()


def test_other_failures_have_no_such_button(panel, runner):
    panel.start(request())
    ended(runner, result("a", FileOutcome.FAILED, ERROR))
    assert panel.key.isHidden()
