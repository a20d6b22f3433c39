"""The plan of a change of encryption: a table, and details on request."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.reencryption.dry_run import Count, DryRun
from s3enc_gui.domain.reencryption.way import Choice, Way
from s3enc_gui.gui.reencryption.plan_view import PlanView
from tests.gui.reencryption.samples import CHECKS, DRY_RUN, rows_of


@pytest.fixture
def view(qtbot):
    made = PlanView()
    qtbot.addWidget(made)
    made.show()
    return made


def test_details_are_shown_on_request(view):
    view.show_plan(DRY_RUN, CHECKS)
    assert view.facts.value("Storage").startswith("17 GB more.")
    assert view.details.isHidden()
    view.more.click()
    assert view.details.isVisible()
    assert view.details.value("Older versions") == "2 of the objects are older versions."
    assert view.more.text() == "Hide &details"
    view.show_plan(DRY_RUN, CHECKS)
    assert view.details.isHidden()
    assert view.more.text() == "Show &details"


def test_the_table_is_as_high_as_its_rows(view, qtbot):
    view.show_plan(DRY_RUN, ())
    assert view.checks_heading.isHidden()
    qtbot.waitUntil(lambda: view.ways.height() == view.ways.sizeHint().height())
    last = view.ways.item(view.ways.rowCount() - 1, 0)
    assert view.ways.viewport().rect().contains(view.ways.visualItemRect(last))


def test_nothing_to_change_has_no_consequences(view):
    view.show_plan(DryRun({Choice(Way.NOTHING): Count(1, 3)}), ())
    assert rows_of(view.ways) == [["Nothing to do", "1", "3 bytes"]]
    assert view.nothing.isVisible()
    assert view.more.isHidden()
