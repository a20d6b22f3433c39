"""Every error that AWS documents or was seen to send becomes what happened and what to do."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.remedies import remedy_of
from s3enc_gui.s3.errors.messages.lookup import by_status
from s3enc_gui.s3.errors.translation import app_error
from tests.s3.errors.aws_errors import BUCKET, FILE, ROWS, Row

FALLBACKS = {str(by_status(status).title) for status in (0, 400)}


def error_of(row: Row) -> AppError:
    return app_error(row.error, bucket=BUCKET, key=FILE, **row.about)


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.service}-{row.operation}-{row.code}-{row.message[:30]}"
)
def test_what_the_user_reads(row: Row) -> None:
    error = error_of(row)
    assert row.title in error.title
    assert row.hint in error.hint
    assert error.title not in FALLBACKS
    assert error.code == row.code
    assert error.detail
    said = " ".join(row.message.split()).rstrip(".")
    assert said in error.detail or said in ("", "Access Denied")
    assert remedy_of(error) is row.remedy
    assert (
        {one.action for one in error.denial.permissions} == set(row.lacks)
        if error.denial
        else (not row.lacks)
    )
