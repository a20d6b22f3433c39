"""Reads several settings of a bucket, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.transient_errors import concerns_all, has_no_response
from s3enc_gui.jobs.context import Context

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Found = TypeVar("Found", bound="DataclassInstance")


def read_each(
    found: Found,
    readings: Mapping[str, Callable[[], object]],
    silence: AppError | None,
    context: Context,
) -> Found:
    """Return `found` with each field of `readings` as it was read; report it after each.

    What can't be read is an AppError in the field. `silence` is the error of all fields if nothing
    should be requested; after an error that concerns all requests, it becomes that error.
    """
    for name, read in readings.items():
        context.checkpoint()
        value: object = silence
        if silence is None:
            try:
                value = read()
            except AppError as error:
                value = error
                silence = error if has_no_response(error) or concerns_all(error) else None
        change: Any = {name: value}
        found = replace(found, **change)
        context.report(found)
    return found
