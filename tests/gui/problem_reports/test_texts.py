"""The reports of problems in the pseudo-language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.problem_reports.report import ProblemKind
from s3enc_gui.gui.problem_reports.problem_dialog import ProblemDialog
from tests.gui.problem_reports.test_problem_reports import CRASH
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")


@pytest.mark.parametrize("kind", ProblemKind)
def test_reports(qtbot, runner, kind):
    dialog = ProblemDialog(runner, "Python 3")
    qtbot.addWidget(dialog)
    dialog.show()
    for traceback in ("a", "b", "c"):
        dialog.add(replace(CRASH, kind=kind, traceback=traceback))
    dialog.copy.click()
    check_texts(dialog)
