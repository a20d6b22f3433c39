from __future__ import annotations

import pytest

from s3enc_gui.domain.outcome import Result
from s3enc_gui.domain.transfer import State
from s3enc_gui.domain.upload_plan import IfExists
from s3enc_gui.jobs.queue.reports import Action

SIZES = (4, 12, 45)  # read with others, alone, in parts


@pytest.mark.parametrize("if_exists", list(IfExists))
def test_everything_arrives(desk, if_exists):
    desk.add(*SIZES, *SIZES, 0, if_exists=if_exists)
    desk.finish()
    assert set(desk.results().values()) == {Result.VERIFIED}
    desk.check_nothing_is_left()
