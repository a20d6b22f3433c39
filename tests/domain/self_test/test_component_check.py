from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.self_test.component_check import (
    Component,
    check_of,
    document_of,
    failed,
    has_failed,
    ok,
    skipped,
)
from s3enc_gui.i18n import text, text_plural

CHECKS = (
    ok(Component.FONTS, "DejaVu Sans"),
    failed(Component.ICONS, text("Missing: {names}.", names="a, b"), text("Install S3enc again.")),
    skipped(Component.MODULES, text_plural("{count} module", "{count} modules", 7)),
)


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_of_another_process_keeps_its_texts(check):
    assert check_of(json.loads(json.dumps(document_of(check)))) == check


@pytest.mark.parametrize("other", [{}, {"component": "moon"}, {"component": "fonts", "state": 1}])
def test_another_line_is_no_check(other):
    with pytest.raises((LookupError, ValueError)):
        check_of(other)


def test_what_was_skipped_has_not_failed():
    assert not has_failed([CHECKS[0], CHECKS[2]])
    assert has_failed(CHECKS)
