from __future__ import annotations

import pytest

from s3enc_gui.domain.rate_limit import BURST, RateLimit


def test_without_a_bound_nobody_waits():
    assert RateLimit().delay(5.0, 1 << 40) == 0


def test_bytes_take_their_time():
    limit = RateLimit(100)
    waits = [limit.delay(10.0, 50) for _ in range(4)]
    assert waits == pytest.approx([0.5 - BURST, 1.0 - BURST, 1.5 - BURST, 2.0 - BURST])


def test_a_rest_is_not_saved_up():
    limit = RateLimit(100)
    limit.delay(10.0, 10)
    assert limit.delay(1000.0, 100) == pytest.approx(1.0 - BURST)


def test_a_new_bound_holds_at_once():
    limit = RateLimit(1)
    limit.delay(0.0, 100)
    limit.set(None)
    assert (limit.rate, limit.delay(0.0, 100)) == (None, 0.0)
