"""Looks for an object whose name looks the same as that of an uploaded one."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.names.unicode_forms import other_forms, twin_notice
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext


async def find_twin(context: BatchContext, outcome: Outcome) -> AppError | None:
    """Return the notice about another object whose key looks the same (HeadObject).

    Only for keys that have other Unicode forms. None also where the check isn't allowed, fails or
    is canceled: the file is stored all the same. A server may take both forms for one object.
    """
    details = outcome.details
    if details is None or outcome.again is not None:
        return None
    ours = details.etag, details.last_modified
    for key in other_forms(outcome.item.key):
        with suppress(AppError, Cancelled, asyncio.CancelledError):
            found = await context.found(key)
            if found and (found.response.etag, found.modified) != ours:
                return twin_notice(outcome.item.key)
    return None
