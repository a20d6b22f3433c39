"""Reads the policy of this computer's administrator.

Linux: `/etc/s3enc/policy.json`. macOS: the managed preferences of the program. Windows: the value
`Policy` of `HKLM\\SOFTWARE\\Policies\\S3enc`. No variable or option names another place: a user
could set it.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import UNMANAGED, ManagedSettings
from s3enc_gui.domain.managed.parsing import parse, unusable
from s3enc_gui.i18n import AnyText, text

POLICY = Path("/etc/s3enc/policy.json")
PREFERENCES = Path("/Library/Managed Preferences/io.github.s3enc.S3enc.plist")
REGISTRY_KEY, REGISTRY_VALUE = r"SOFTWARE\Policies\S3enc", "Policy"
OWNER = 0  # root
_MAX_SIZE = 1_000_000  # bytes
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def read_policy() -> ManagedSettings:
    """Return the policy of this computer; without one, nothing is managed.

    Raises AppError where it can't be used: then nothing that it may forbid must be done.
    """
    if sys.platform == "win32":
        return _read_registry()
    if sys.platform == "darwin":
        return _read_file(PREFERENCES, _plist)
    return _read_file(POLICY, _json)


def _read_file(path: Path, parsed: Any) -> ManagedSettings:  # noqa: ANN401 - a function below
    origin = str(path)
    try:
        content = _content(path)
    except FileNotFoundError:
        if path.is_symlink():
            raise unusable(origin, text("The link leads nowhere.")) from None
        return UNMANAGED
    except OSError as error:
        raise _unreadable(origin, error) from None
    return parse(parsed(content, origin), origin)


def _unreadable(origin: str, error: OSError) -> AppError:
    return unusable(origin, text("It can't be read ({reason}).", reason=error.strerror or error))


def _content(path: Path) -> bytes:
    """Return the bytes of a file that only an administrator can change."""
    with path.open("rb") as file:
        for place, state in ((path, os.fstat(file.fileno())), (path.parent, path.parent.stat())):
            if state.st_uid != OWNER:
                raise unusable(str(path), text("{path} doesn't belong to root.", path=place))
            if state.st_mode & _OTHERS_MAY_WRITE:
                raise unusable(str(path), text("Others than root can write to {path}.", path=place))
        content = file.read(_MAX_SIZE + 1)
    if len(content) > _MAX_SIZE:
        raise unusable(str(path), text("It is larger than 1 MB."))
    return content


def _json(content: bytes, origin: str) -> object:
    try:
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_refused
        )
    except UnicodeDecodeError:
        raise unusable(origin, text("It isn't UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise unusable(origin, _at(error)) from None
    except (ValueError, RecursionError) as error:
        raise unusable(origin, text("It isn't valid JSON: {reason}.", reason=error)) from None


def _at(error: json.JSONDecodeError) -> AnyText:
    return text(
        "It isn't valid JSON: line {line}, column {column}: {reason}.",
        line=error.lineno,
        column=error.colno,
        reason=error.msg,
    )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that is there twice: JSON readers differ in which one they take."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(next(name for name in names if names.count(name) > 1) + " is there twice")
    return found


def _refused(constant: str) -> object:
    raise ValueError(constant)


def _plist(content: bytes, origin: str) -> object:
    import plistlib  # on macOS only
    from xml.parsers.expat import ExpatError

    try:
        return plistlib.loads(content)
    except (ValueError, ExpatError, plistlib.InvalidFileException) as error:
        reason = text("It isn't a property list: {reason}.", reason=error)
        raise unusable(origin, reason) from None


def _read_registry() -> ManagedSettings:
    """Only administrators can write below `Policies`; the value is the JSON document."""
    import winreg

    registry: Any = winreg
    origin = rf"HKLM\{REGISTRY_KEY}\{REGISTRY_VALUE}"
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, REGISTRY_KEY) as key:
            value, kind = registry.QueryValueEx(key, REGISTRY_VALUE)
    except FileNotFoundError:
        return UNMANAGED
    except OSError as error:
        raise _unreadable(origin, error) from None
    if kind != registry.REG_SZ:
        raise unusable(origin, text("It isn't a text (REG_SZ)."))
    return parse(_json(value.encode(), origin), origin)
