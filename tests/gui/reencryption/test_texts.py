"""The change of encryption in the pseudo-language."""

from __future__ import annotations

import pytest

from s3enc_gui.gui.reencryption.reencrypt_dialog import ReencryptDialog
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from tests.gui.reencryption.samples import CONNECTION, SELECTION, plan, result
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("0-0", "1/2")


def test_the_dialog(qtbot, runner):
    window = ReencryptDialog(runner, CONNECTION, SELECTION, None)
    qtbot.addWidget(window)
    window.show()
    check_texts(window, *DATA)
    window.act.click()
    check_texts(window, *DATA)
    runner.handle_of(PlanReencryption).succeed(plan(resumed=True))
    check_texts(window, *DATA)
    window.act.click()
    check_texts(window, *DATA)
    runner.handle_of(RunReencryption).succeed(result(left=5))
    check_texts(window, *DATA)
