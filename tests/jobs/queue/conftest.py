"""A queue whose large files have a few bytes, and which never sleeps."""

from __future__ import annotations

import pytest

from s3enc_gui.jobs.queue import ledger, shelter, steering, transfer_queue, whole
from s3enc_gui.s3 import multipart
from tests.jobs.queue.desk import LARGE, PART, TINY, Desk


@pytest.fixture(scope="module")
def small_sizes():
    with pytest.MonkeyPatch.context() as patch:
        for module in (steering, transfer_queue, whole):
            patch.setattr(module, "SINGLE_PUT_BELOW", LARGE)
        patch.setattr(transfer_queue, "TINY", TINY)
        patch.setattr(multipart, "part_size", lambda _: PART)
        patch.setattr(ledger, "GATHER", 0.0)
        patch.setattr(ledger, "RETRY", 0.0)
        for name in ("LONGEST_PAUSE", "LONGEST_THROTTLED", "FIRST_LOOK", "LAST_LOOK"):
            patch.setattr(shelter, name, 0.0)
        yield


@pytest.fixture
def desk(small_sizes, tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.close()
