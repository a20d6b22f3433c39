from __future__ import annotations

import pytest

from s3enc_gui.domain.keys.kms_key import Usability
from s3enc_gui.wording.key_problems import key_problem


@pytest.mark.parametrize("usability", [u for u in Usability if not u.can_be_chosen])
def test_every_unusable_kind_has_a_problem(usability):
    problem = key_problem(usability, "alias/x", "eu-west-1")
    assert problem is not None
    assert problem.title
    assert not problem.title.endswith(".")
    assert "“alias/x”" in problem.detail
    assert problem.hint.endswith(".")
    assert problem.code
    assert "{" not in str(problem)


@pytest.mark.parametrize("usability", [u for u in Usability if u.can_be_chosen])
def test_a_key_that_may_be_chosen_has_no_problem(usability):
    assert key_problem(usability, "alias/x", "eu-west-1") is None
