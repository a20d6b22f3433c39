"""Checks a session's keys before they are used: where a wrong character comes from."""

from __future__ import annotations

from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.regex import regex
from s3enc_gui.s3.session.aws_files import read_aws_file
from s3enc_gui.s3.session.botocore_session import KEYS, file_paths

_KEY = regex(r"[!-~]*")  # printable ASCII without the space
_FILE_OF = {"config-file": 0, "shared-credentials-file": 1}  # index in `file_paths`, by method


def check_keys(core: Any) -> None:  # noqa: ANN401 - botocore's session is untyped
    """Check the keys that people enter: in variables, in files or in memory.

    Loads the credentials; doesn't refresh any. Raises AppError for a character that no key has, and
    where there are no credentials because a file can't be opened.
    """
    credentials = core.get_credentials()
    if credentials is None:
        _check_files(core)
        return
    method = credentials.method
    if method not in (*_FILE_OF, "env", "explicit"):
        return
    for name, value in zip(KEYS, credentials.get_frozen_credentials()[:3], strict=True):
        if not _KEY.fullmatch(value or ""):
            raise AppError(
                text("The credentials can't be used"),
                text(
                    "{name} contains a space, a line break or another character that keys"
                    " don't have.",
                    name=_place(core, method, name),
                ),
                text("Copy the value again, without quotation marks and line breaks."),
                code="InvalidKey",
            )


def _place(core: Any, method: str, name: str) -> AnyText:  # noqa: ANN401 - as above
    if method not in _FILE_OF:
        return name
    path = file_paths(core)[_FILE_OF[method]]
    return text("{name} in {path}", name=name.lower(), path=str(path))


def _check_files(core: Any) -> None:  # noqa: ANN401 - as above
    for path in file_paths(core):
        problem = read_aws_file(path).problem
        if problem:
            raise AppError(
                text("The AWS configuration can't be read"),
                text(
                    "{path} can't be opened: {reason}.",
                    path=str(path),
                    reason=problem.strerror or type(problem).__name__,
                ),
                text("Check your permissions for the file, or choose another connection."),
                code="ConfigParseError",
            )
