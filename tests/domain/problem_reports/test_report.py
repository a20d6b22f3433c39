from __future__ import annotations

from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.problem_reports.exception_text import exception_text
from s3enc_gui.domain.problem_reports.report import (
    LOG_LINES,
    ProblemKind,
    ProblemReport,
    short_path,
    short_places,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAME, SECRET = "Salaries.xlsx", "q7Zp0aVd/93kfLmX2+secret+nR8sT1uW5yB4cE6"
LOG = f"""2026-03-01 11:59:58Z WARNING s3enc_gui.jobs.failures: UploadFiles: Can't open {NAME} [X].
    2026-03-01 11:59:58Z ERROR {NAME}: not a record
2026-03-01 11:59:59Z ERROR s3enc_gui.gui.exception_hook: Unexpected error
    Traceback (most recent call last):
      File "/home/anna/s3enc/s3enc_gui/app.py", line 3, in run
    OSError: {NAME} secret_access_key={SECRET}
"""


def raised(error):
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - it is returned
        return caught


def chained():
    try:
        try:
            raise FileNotFoundError(2, "No such file", f"/home/anna/{NAME}")
        except OSError as error:
            message = f"bucket {NAME} password={SECRET}"
            raise ValueError(message) from error
    except ValueError as error:
        return error


def report(error):
    return ProblemReport(
        ProblemKind.ERROR,
        NOON,
        "Python 3",
        exception_text(error, names=False),
        exception_text(error, names=True),
        LOG,
    )


ERRORS = (
    chained(),
    raised(AppError(f"Can't open {NAME}", NAME, NAME, "ENOENT")),
    raised(ExceptionGroup(NAME, [chained(), KeyError(NAME)])),
    raised(type("Rude", (Exception,), {"__str__": lambda _: 1 // 0})()),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda one: type(one).__name__)
def test_without_names_it_has_types_and_places_only(error):
    text = report(error).text(names=False)
    assert NAME not in text
    assert SECRET not in text
    assert "anna" not in text
    assert type(error).__name__ in text
    assert 'File "test_report.py", line' in text
    assert 'File "s3enc_gui/app.py", line 3, in run' in text
    assert "ERROR s3enc_gui.gui.exception_hook: …" in text


@pytest.mark.parametrize("error", ERRORS[:3], ids=lambda one: type(one).__name__)
def test_with_names_it_still_has_no_secret(error):
    text = report(error).text(names=True)
    assert NAME in text
    assert SECRET not in text


def test_what_cannot_be_a_name_stays():
    assert exception_text(ERRORS[1], names=False).endswith("AppError [ENOENT]")
    assert "FileNotFoundError [Errno 2]" in exception_text(ERRORS[0], names=False)


def test_a_circle_of_causes_ends():
    error, other = ValueError("a"), ValueError("b")
    error.__cause__, other.__cause__ = other, error
    assert exception_text(error, names=True).count("ValueError") == 2


def test_only_the_end_of_the_log():
    lines = "\n".join(f"2026-03-01 11:59:58Z INFO s3enc_gui: {n}" for n in range(LOG_LINES + 5))
    text = ProblemReport(ProblemKind.ERROR, NOON, "", "x", log=lines).text(names=True)
    assert text.count("INFO") == LOG_LINES
    assert text.endswith(f": {LOG_LINES + 4}\n")


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("/home/anna/s3enc/s3enc_gui/s3/x.py", "s3enc_gui/s3/x.py"),
        ("/home/anna/.venv/lib/python3.11/site-packages/botocore/client.py", "botocore/client.py"),
        ("/usr/lib/python3.11/asyncio/events.py", "asyncio/events.py"),
        ("C:\\Users\\Anna\\S3enc\\_internal\\s3enc_gui\\app.py", "s3enc_gui/app.py"),
        ("/home/anna/script.py", "script.py"),
        ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap>"),
        ("s3enc_gui/app.py", "app.py"),
    ],
)
def test_places_begin_at_the_package(path, short):
    assert short_path(path) == short


def test_faulthandlers_places():
    line = '  File "/home/anna/s3enc_gui/app.py", line 3 in run'
    assert short_places(f"Fatal Python error: Aborted\n{line}") == (
        'Fatal Python error: Aborted\n  File "s3enc_gui/app.py", line 3 in run'
    )
