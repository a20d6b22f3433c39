from __future__ import annotations

import pytest


@pytest.fixture
def run_with(pytester):
    """Run a test file with one guard, and check the outcome."""

    def run(guard, text, *more, **outcomes):
        pytester.makepyfile(text)
        options = [f"-pno:{name}" for name in ("randomly", "cacheprovider", "hypothesispytest")]
        result = pytester.runpytest_inprocess("-p", f"tests.guards.{guard}", *options, *more)
        result.assert_outcomes(**outcomes)
        return result

    return run
