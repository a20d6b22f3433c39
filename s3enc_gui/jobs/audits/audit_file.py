"""Opens the file of an audit, or a temporary one where it can't be written."""

from __future__ import annotations

from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.audits.errors import ERRORS
from s3enc_gui.store.audits.file import AuditFile
from s3enc_gui.store.sqlite.opening import delete_database

_TEMPORARY = text(
    "The audit continues with a temporary file, which is deleted when S3enc closes. If the audit"
    " is interrupted, it then starts over."
)


@dataclass(frozen=True, slots=True)
class AuditNotSaved:
    """The audit can't be saved; it continues with the temporary file at `path`."""

    error: AppError
    path: str


def open_audit_file(context: Context, path: Path) -> AuditFile:
    """Open the file of an audit; a damaged one is deleted.

    Where it can't be written or locked (read-only disk, network drive), opens one of the same name
    in a temporary folder, and reports AuditNotSaved. Raises AppError with code `AuditBusy` if the
    audit is running.
    """
    try:
        return _opened(path)
    except AppError as error:
        if error.code == "AuditBusy":
            raise
        problem = error
    beside = _beside(context, path, problem)
    file = _opened(beside)
    title, detail, _hint = problem.texts
    not_saved = AppError(title, detail, _TEMPORARY, problem.code)
    context.report(AuditNotSaved(not_saved, str(beside)))
    return file


def _beside(context: Context, path: Path, error: AppError) -> Path:
    try:
        return context.services.scratch.path / path.name
    except OSError:
        raise error from None


def _opened(path: Path) -> AuditFile:
    try:
        return AuditFile(path)
    except AppError as error:
        if error.code != "AuditDamaged":
            raise
    with ERRORS.raised(path):
        delete_database(path)
    return AuditFile(path)
