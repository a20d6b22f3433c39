from __future__ import annotations

import pytest

from s3enc_gui.domain.rate_limit import BURST, RateLimit


def test_no_delay_without_a_limit():
    assert RateLimit().delay(5.0, 1 << 40) == 0


def test_delays():
    limit = RateLimit(100)
    waits = [limit.delay(10.0, 50) for _ in range(4)]
    assert waits == pytest.approx([0.5 - BURST, 1.0 - BURST, 1.5 - BURST, 2.0 - BURST])


def test_a_pause_allows_only_one_burst():
    limit = RateLimit(100)
    limit.delay(10.0, 10)
    assert limit.delay(1000.0, 100) == pytest.approx(1.0 - BURST)


def test_a_new_limit_applies_immediately():
    limit = RateLimit(1)
    limit.delay(0.0, 100)
    limit.set(None)
    assert (limit.rate, limit.delay(0.0, 100)) == (None, 0.0)
