"""Connections to one bucket: nothing lists the account's buckets or keys."""

from __future__ import annotations

from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text

ONE_BUCKET = "OneBucket"
"""The code of the error instead of a list."""


def never_lists(client: Any) -> None:  # noqa: ANN401 - of any service
    """Make a client refuse ListBuckets and ListAliases without a request; AppError is raised."""
    events = client.meta.events
    events.register("before-call.s3.ListBuckets", _refuse_buckets)
    events.register("before-call.kms.ListAliases", _refuse_keys)


def _refuse_buckets(**_: object) -> None:
    raise _refusal(text("Buckets aren't listed"))


def _refuse_keys(**_: object) -> None:
    raise _refusal(text("Keys aren't listed"))


def _refusal(title: AnyText) -> AppError:
    detail = text("This connection is for one bucket.")
    return AppError(title, detail, text("Enter the name."), ONE_BUCKET)
