from __future__ import annotations

import pytest

from s3enc_gui.wording import formats


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (-1, "Unknown"),
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (1_234_567, "1.2 MB"),
        (9_940_000, "9.9 MB"),
        (9_960_000, "10 MB"),
        (81_700_000, "82 MB"),
        (999_499, "999 KB"),
        (999_500, "1 MB"),
        (5 * 1024**4, "5.5 TB"),
        (5 * 10**18, "5000 PB"),
    ],
)
def test_sizes(size, text):
    assert formats.format_size(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0 s"),
        (0.4, "0 s"),
        (12, "12 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3720, "1 h 02 min"),
        (90_000, "1 d 01 h"),
    ],
)
def test_durations(seconds, text):
    assert formats.format_duration(seconds) == text


def test_speed_and_exact_size():
    assert formats.format_speed(81_700_000.4) == "82 MB/s"
    assert formats.format_exact_size(1_234_567) == "1.2 MB (1,234,567 bytes)"
    assert formats.format_exact_size(12) == "12 bytes"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 objects"), (1, "1 object"), (12_000, "12,000 objects")]
)
def test_counts(count, text):
    assert formats.objects_text(count) == text


def test_shares():
    shares = [(0, 0), (0, 5), (1, 5000), (1, 8), (4999, 5000), (5, 5)]
    assert [formats.format_share(*one) for one in shares] == [
        "0.0%",
        "0.0%",
        "< 0.1%",
        "12.5%",
        "> 99.9%",
        "100.0%",
    ]
