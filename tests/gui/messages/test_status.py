from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.gui import assets
from s3enc_gui.gui.messages import locale, status

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def language():
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.mark.parametrize("kind", [*StatusKind, None])
def test_every_kind_has_a_label_and_an_existing_icon(kind):
    group = kind and Group(kind)
    label, sign = status.group_text(group, {}), status.group_sign(group, {})
    assert label[0].isupper()
    assert assets.icon_path(sign.icon).exists()


@pytest.mark.parametrize(
    ("code", "label"),
    [("EndpointConnectionError", "Unknown (no response)"), ("503", "Unknown (503)")],
)
def test_unknown_status_has_no_exception_names(code, label):
    assert status.group_text(Group(StatusKind.UNKNOWN, error=code), {}) == label


def test_icon_and_tone_are_unique():
    signs = [status.group_sign(Group(kind), {}) for kind in StatusKind]
    assert len({(sign.icon, sign.tone) for sign in signs}) == len(signs)


@pytest.mark.parametrize(
    ("age", "label"),
    [
        (timedelta(minutes=9), ""),
        (timedelta(minutes=31), "31 min ago"),
        (timedelta(hours=5), "5 h ago"),
        (timedelta(days=3), "3 d ago"),
    ],
)
def test_ages(age, label):
    assert status.age_text(ObjectStatus(StatusKind.SSE_S3, None, NOW - age), NOW) == label


@pytest.mark.parametrize(
    ("name", "count", "size", "moment"),
    [
        ("C", "1,234,567", "1.2 MB", "2026-03-01 "),
        ("de_DE", "1.234.567", "1,2 MB", "01.03.2026 "),
        ("en_US", "1,234,567", "1.2 MB", "3/1/2026 "),
    ],
)
def test_numbers_and_times_in_the_locale(language, name, count, size, moment):
    language(name)
    assert locale.count_text(1_234_567) == count
    assert locale.size_text(1_234_567) == size
    assert locale.short_time(NOW).startswith(moment)
    assert locale.short_time(None) == "–"
