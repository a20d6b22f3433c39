from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.updates.update import Published, UpdateAnswer, is_https, parse

PAGE = "https://s3enc.example.com/"


def document(**values):
    return json.dumps({"version": "1.2.0", "url": PAGE, **values}).encode()


def test_a_version_file():
    found = parse(document(notes="Faster.\n\x1b[31mSafer.", minimum="1.0", later=[1]))
    assert found == Published("1.2.0", PAGE, "Faster.\n[31mSafer.", "1.0")
    assert parse(b"\xef\xbb\xbf" + document()).notes == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>", "It isn't JSON"),
        (b"\xff", "It isn't JSON"),
        (b"[" * 100_000, "It isn't JSON"),
        (b"[]", "It isn't a JSON object"),
        (document(version=1), "“version” isn't a text"),
        (document(version=""), "“version” isn't a version"),
        (document(version="latest"), "“version” isn't a version"),
        (document(version="1.2\n"), "“version” isn't a version"),
        (document(minimum="x"), "“minimum” isn't a version"),
        (document(url="http://s3enc.example.com"), "“url” isn't an https:// address"),
        (document(url="javascript:alert(1)"), "“url” isn't an https:// address"),
        (document(url="file:///bin/sh"), "“url” isn't an https:// address"),
        (document(url="https://user@s3enc.example.com"), "“url” isn't an https:// address"),
        (document(notes=None), "“notes” isn't a text"),
    ],
    ids=lambda one: str(one)[:40],
)
def test_what_is_no_version_file(content, said):
    with pytest.raises(AppError, match="UpdateFile") as refused:
        parse(content)
    assert said in refused.value.detail


@pytest.mark.parametrize(
    ("current", "published", "newer"),
    [
        ("1.2.0", "1.2.0", False),
        ("1.2", "1.2.0", False),
        ("1.2.0", "1.2.1", True),
        ("1.9.0", "1.10.0", True),
        ("1.10.0", "1.9.0", False),
        ("1.2.0rc1", "1.2.0", True),
        ("1.2.0", "1.2.0rc1", False),
        ("1.2.0+local", "1.2.0", False),
        ("0.1.0.dev3", "0.1.0", True),
    ],
)
def test_versions_are_compared_as_numbers(current, published, newer):
    assert UpdateAnswer(current, Published(published, PAGE)).is_newer is newer


def test_the_oldest_version_that_may_be_used():
    assert UpdateAnswer("1.0", Published("2.0", PAGE, minimum="1.1")).is_required
    assert not UpdateAnswer("1.1", Published("2.0", PAGE, minimum="1.1")).is_required
    assert not UpdateAnswer("1.0", Published("2.0", PAGE)).is_required
    assert not UpdateAnswer("1.0").is_newer


@pytest.mark.parametrize(
    "url", ["https://a b", "https://", "https://[", "https://x\\y", 'https://x"']
)
def test_addresses_that_are_not_opened(url):
    assert not is_https(url)
