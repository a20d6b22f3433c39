"""Whether objects may be changed in place: as AWS does it, or as was tried on another server.

All of it blocks.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.reencryption.state import MAYBE_STORED
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Way
from s3enc_gui.jobs.reencryption.selection import Selection
from s3enc_gui.s3.reencryption.trial import try_updates
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.store.reencryption.file import RunFile


def may_update(
    at: BucketSession, selection: Selection, target: Target | None, *, trial: bool
) -> bool:
    """Return whether the server changes encryption in place; `trial`: try it, if it isn't known.

    `target` None: each object gets back what it had. Raises AppError.
    """
    known = at.session.server(at.region).in_place_updates
    if known.works is None and trial and (tried := _tried(selection, target)):
        return try_updates(at.client, known, at.bucket, *tried)
    return bool(known.works)


def learn_updates(at: BucketSession, file: RunFile) -> None:
    """Try again what the plan knew of a server that isn't AWS. Raises AppError."""
    known = at.session.server(at.region).in_place_updates
    if known.works is not None:
        return
    page = file.open(limit=1, way=Way.UPDATE)
    if page and page[0].target:
        try_updates(at.client, known, at.bucket, _folder_of(page[0].key), page[0].target)


def _tried(selection: Selection, target: Target | None) -> tuple[str, Target] | None:
    """Return the prefix and the encryption of the trial; None: nothing can be changed in place."""
    if selection.undoes:
        return _restored(selection.undoes)
    if target is None or target.kind is not Encryption.SSE_KMS:
        return None
    return next(iter(selection.prefixes), ""), target


def _restored(path: str) -> tuple[str, Target] | None:
    """Return the folder of an object that undoing a run can change in place, and what it had."""
    with closing(RunFile(Path(path), existing=True)) as file:
        for receipt in file.receipts(MAYBE_STORED):
            before = receipt.planned.before
            target = Target.of(before) if before else None
            if target and target.kind is Encryption.SSE_KMS:
                return _folder_of(receipt.planned.key), target
    return None


def _folder_of(key: str) -> str:
    folder, slash, _ = key.rpartition("/")
    return folder + slash
