"""Fails a test if the program logs a warning or error that the test doesn't expect.

`@pytest.mark.expects_log("pattern")` announces one: it must come, and its text match the pattern.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator

import pytest

FAILURES = "s3enc_gui.jobs.failures"
"""Errors that the user is shown; tests look at those."""


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == FAILURES:
            return
        self.texts.append(f"{record.levelname} {record.name}: {record.getMessage()}")


_SEEN = pytest.StashKey[set[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers", "expects_log(pattern): the program logs a warning whose text matches"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Check the setup of fixtures."""
    item.stash[_SEEN] = set()
    return (yield from _watched(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Check the test."""
    return (yield from _watched(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Check the teardown; all expected messages must have been logged."""
    result = yield from _watched(item)
    report_missing = item.stash.get(_SEEN, None)
    if report_missing is not None and (missing := set(_patterns(item)) - report_missing):
        pytest.fail(f"expected in the log, but not there: {sorted(missing)}", pytrace=False)
    return result


def _watched(item: pytest.Item) -> Generator[None, object, object]:
    recorder, root = _Recorder(), logging.getLogger()
    root.addHandler(recorder)
    try:
        result = yield
    finally:
        root.removeHandler(recorder)
    unexpected = [text for text in recorder.texts if not _announced(item, text)]
    if unexpected:
        pytest.fail("unexpected in the log:\n" + "\n".join(unexpected), pytrace=False)
    return result


def _announced(item: pytest.Item, text: str) -> bool:
    matching = {pattern for pattern in _patterns(item) if re.search(pattern, text)}
    item.stash[_SEEN] |= matching
    return bool(matching)


def _patterns(item: pytest.Item) -> list[str]:
    return [str(pattern) for mark in item.iter_markers("expects_log") for pattern in mark.args]
