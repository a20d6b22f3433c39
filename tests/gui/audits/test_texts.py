"""The Audit window in the pseudo-language."""

from __future__ import annotations

import pytest

from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.jobs.audits.past_audits import ListAudits
from tests.gui.audits.test_audit_window import DENIED, PAST, PROGRESS, finished, running, window
from tests.i18n.shown import check_texts

__all__ = ["finished", "running", "window"]

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "work", "test_key", "other", "p/")


def test_before_and_while_it_runs(window, runner):
    check_texts(window, *DATA)
    window.form.audit.click()
    check_texts(window, *DATA)
    runner.handle_of(AuditBucket).progressed.emit((PROGRESS,))
    check_texts(window, *DATA)


def test_finished(finished):
    check_texts(finished, *DATA)


def test_failed(running, runner):
    runner.handle_of(AuditBucket).fail(DENIED)
    check_texts(running, DENIED.title, *DATA)


def test_past_audits(window, runner):
    runner.handle_of(ListAudits).succeed((PAST,))
    check_texts(window, *DATA)
