"""Runs the program that provides a profile's credentials (`credential_process`)."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.log.secret_masking import without_secrets
from s3enc_gui.domain.times import known
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.s3.errors.messages.error_message import printable
from s3enc_gui.s3.session.started_environment import started_environment

TIMEOUT = 60.0  # seconds; the program may ask the user for something
_STOP = 5.0  # seconds to end after it was killed
_MOST = 300  # characters of its output that are quoted

_TITLE = text("The sign-in failed")
_HINT = text("Check credential_process in the profile, or run the program in a terminal.")
_FAILED = "CredentialRetrievalError"  # botocore's, and an outage: the user may have to sign in
_NOT_JSON = "JSONDecodeError"  # as above


class FinishedProcess:
    """What botocore's ProcessProvider needs of a Popen."""

    returncode = 0

    def __init__(self, output: bytes) -> None:
        self._output = output

    def communicate(self) -> tuple[bytes, bytes]:
        """Return standard output, which is valid, and no standard error."""
        return self._output, b""


def start_process(command: Sequence[str], **_pipes: Any) -> FinishedProcess:  # noqa: ANN401 - as Popen's
    """Run the program, at most for `TIMEOUT` seconds; blocks.

    Raises OSError where it can't be started, and AppError where it failed or didn't print
    credentials (AWS SDKs and Tools Reference Guide, process credential provider).
    """
    process = subprocess.Popen(  # noqa: S603 - the user's profile names it
        list(command),
        # The terminal, where there is one: the program may ask. Never what is piped to S3enc.
        stdin=None if sys.stdin is not None and sys.stdin.isatty() else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=started_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        output, errors = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise _problem(
            text("The program that provides the credentials took longer than a minute."), _FAILED
        ) from None
    finally:
        if process.poll() is None:
            _stop(process)
    if process.returncode != 0:
        raise _problem(_failure(process.returncode, errors), _FAILED)
    _check(output.decode(errors="replace"))
    return FinishedProcess(output)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program; what it started itself may keep its pipes open, and isn't waited for."""
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STOP)
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _failure(status: int, errors: bytes) -> AnyText:
    said = _quotable(errors.decode(errors="replace"))
    if not said:
        return text(
            "The program that provides the credentials ended with status {status}.", status=status
        )
    return text(
        "The program that provides the credentials ended with status {status}: “{message}”",
        status=status,
        message=said,
    )


def _check(output: str) -> None:
    """Raise AppError for what isn't credentials; nothing that may be a secret is quoted."""
    try:
        found = json.loads(output)
    except ValueError:
        raise _problem(_besides_json(output), _NOT_JSON) from None
    if not isinstance(found, dict):
        raise _problem(_besides_json(""), _NOT_JSON)
    version = found.get("Version")
    if version != 1:
        raise _problem(
            text(
                "The program that provides the credentials printed version {version}. S3enc reads"
                " version 1.",
                version=_quotable(str(version)),
            ),
            _FAILED,
        )
    for name in ("AccessKeyId", "SecretAccessKey"):
        if not (isinstance(found.get(name), str) and found[name]):
            raise _wrong_field(name)
    if not isinstance(found.get("SessionToken"), str | None):
        raise _wrong_field("SessionToken")
    if found.get("Expiration") is not None:
        _check_expiration(found["Expiration"])


def _check_expiration(expiration: object) -> None:
    """Raise AppError for a time that botocore can't read, or that is over."""
    from botocore.utils import parse_timestamp  # slow to import, as boto3 is

    try:
        end = known(parse_timestamp(expiration)) if isinstance(expiration, str) else None
    except ValueError:
        end = None
    if end is None:
        raise _wrong_field("Expiration")
    if end <= datetime.now(UTC):
        raise _problem(text("The credentials that the program printed have expired."), _FAILED)


def _besides_json(output: str) -> AnyText:
    """Say what else the program printed. Braces hold the secrets, even of JSON that is damaged."""
    before, brace, rest = output.partition("{")
    after = rest.rpartition("}")[2] if "}" in rest else ""
    said = _quotable(f"{before} {after}" if brace else output)
    if not said:
        return text("The program that provides the credentials didn't print JSON.")
    if brace:
        return text(
            "The program that provides the credentials printed “{message}” besides JSON.",
            message=said,
        )
    return text(
        "The program that provides the credentials printed “{message}” instead of JSON.",
        message=said,
    )


def _wrong_field(name: str) -> AppError:
    return _problem(
        text("{name} is missing or not valid in what the program printed.", name=name), _FAILED
    )


def _quotable(said: str) -> str:
    return without_secrets(printable(said))[:_MOST].strip().rstrip(".")


def _problem(detail: AnyText, code: str) -> AppError:
    return AppError(_TITLE, detail, _HINT, code)
