from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from s3enc_gui.domain.audits.audit import Group
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.gui import assets
from s3enc_gui.gui.messages import locale
from s3enc_gui.gui.messages import status as say

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def language():
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.mark.parametrize("kind", [*StatusKind, None])
def test_every_kind_has_a_word_and_a_sign_that_is_there(kind):
    group = kind and Group(kind)
    words, sign = say.group_text(group, {}), say.group_sign(group)
    assert words[0].isupper()
    assert assets.icon_path(sign.icon).exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [("EndpointConnectionError", "Unknown (no answer)"), ("503", "Unknown (503)")],
)
def test_what_could_not_be_asked_is_told_without_the_names_of_libraries(code, words):
    assert say.group_text(Group(StatusKind.UNKNOWN, error=code), {}) == words


def test_no_two_kinds_have_the_same_sign_in_the_same_tone():
    signs = [say.group_sign(Group(kind)) for kind in StatusKind]
    assert len({(sign.icon, sign.tone) for sign in signs}) == len(signs)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(minutes=9), ""),
        (timedelta(minutes=31), "31 min ago"),
        (timedelta(hours=5), "5 h ago"),
        (timedelta(days=3), "3 d ago"),
    ],
)
def test_ages(age, words):
    assert say.age_text(ObjectStatus(StatusKind.SSE_S3, None, NOW - age), NOW) == words


@pytest.mark.parametrize(
    ("name", "count", "size", "moment"),
    [
        ("C", "1234567", "1.2 MB", "2026-03-01 "),
        ("de_DE", "1.234.567", "1,2 MB", "01.03.26 "),
        ("en_US", "1,234,567", "1.2 MB", "3/1/26, "),
    ],
)
def test_numbers_and_times_as_the_country_writes_them(language, name, count, size, moment):
    language(name)
    assert locale.count_text(1_234_567) == count
    assert locale.size_text(1_234_567) == size
    assert locale.moment_text(NOW).replace(", ", " ").startswith(moment.replace(", ", " "))
    assert locale.moment_text(None) == "–"
