"""Writes to the log which errors the user is shown."""

from __future__ import annotations

import logging

from s3enc_gui.domain.errors import AppError

FAILURES = __name__
"""The name of the logger."""

_log = logging.getLogger(FAILURES)


def log_failure(error: AppError, job: object = None) -> None:
    """Log the error of a job: its texts in English, its code and the request's ID."""
    source = error.source
    what = f"{type(job).__name__}: " if job is not None else ""
    code = f" [{source.code}]" if source.code else ""
    detail = f" {source.detail}" if source.detail else ""
    request = f" Request ID: {error.denial.request_id}" if error.denial else ""
    _log.warning("%s%s%s.%s%s", what, source.title, code, detail, request)
