"""A transfer queue with sizes of a few bytes, and without waiting times."""

from __future__ import annotations

import pytest

from s3enc_gui.aio import outage_gate
from s3enc_gui.jobs.uploads import journal_writer
from s3enc_gui.jobs.uploads.queue import queue_entry, transfer_queue
from s3enc_gui.jobs.uploads.sending import single_put
from s3enc_gui.s3.multipart import upload
from tests.jobs.uploads.context import LARGE, PART, TINY, Harness


@pytest.fixture(scope="module")
def small_sizes():
    with pytest.MonkeyPatch.context() as patch:
        for module in (queue_entry, single_put):
            patch.setattr(module, "SINGLE_PUT_BELOW", LARGE)
        patch.setattr(transfer_queue, "TINY", TINY)
        patch.setattr(upload, "part_size", lambda _: PART)
        patch.setattr(journal_writer, "COLLECT_TIME", 0.0)
        patch.setattr(journal_writer, "RETRY_DELAY", 0.0)
        for name in ("MAX_PAUSE", "MAX_PAUSE_THROTTLED", "FIRST_PROBE", "MAX_PROBE"):
            patch.setattr(outage_gate, name, 0.0)
        yield


@pytest.fixture
def harness(small_sizes, tmp_path):
    harness = Harness(tmp_path)
    yield harness
    harness.close()
