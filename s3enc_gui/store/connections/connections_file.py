"""The file of saved connections (JSON), in the user's configuration folder. Without secrets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from s3enc_gui.domain.connections.saved_connection import (
    Addressing,
    AnonymousSource,
    AssumedRole,
    CompanySource,
    ConsoleSource,
    KeySource,
    Place,
    ProfileSource,
    SavedConnection,
    SavedConnections,
    Source,
)
from s3enc_gui.domain.connections.sign_in import SsoSession
from s3enc_gui.store.files.json_file import JsonFile, dict_of

_KINDS: dict[str, type[Source]] = {
    "profile": ProfileSource,
    "identity_center": CompanySource,
    "console": ConsoleSource,
    "access_key": KeySource,
    "anonymous": AnonymousSource,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


class ConnectionsFile:
    """Reads and changes the list; see JsonFile. Thread-safe.

    Entries that this version can't read, such as those of a later version, are kept.
    """

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path)

    def load(self) -> SavedConnections:
        """Return the connections; those that can't be read are left out."""
        content = self._file.read()
        found = (_connection_of(one) for one in _list_of(content.get("connections")))
        default = content.get("default")
        return SavedConnections(
            tuple(one for one in found if one), default if isinstance(default, str) else None
        )

    def save(self, connection: SavedConnection) -> None:
        """Add a connection at the end, or replace the one with its id. Raises OSError."""
        with self._file.changing() as content:
            entries = _list_of(content.get("connections"))
            packed = _packed(connection)
            ids = [dict_of(one).get("id") for one in entries]
            if connection.id in ids:
                entries[ids.index(connection.id)] = packed
            else:
                entries.append(packed)
            content["connections"] = entries

    def remove(self, connection_id: str) -> None:
        """Remove a connection, if it is there. Raises OSError."""
        with self._file.changing() as content:
            entries = _list_of(content.get("connections"))
            content["connections"] = [
                one for one in entries if dict_of(one).get("id") != connection_id
            ]
            if content.get("default") == connection_id:
                del content["default"]

    def reorder(self, ids: Iterable[str]) -> None:
        """Put the connections in this order; others follow. Raises OSError."""
        place = {one: index for index, one in enumerate(ids)}
        with self._file.changing() as content:
            entries = _list_of(content.get("connections"))
            entries.sort(key=lambda one: place.get(str(dict_of(one).get("id")), len(place)))
            content["connections"] = entries

    def set_default(self, connection_id: str | None) -> None:
        """Choose the connection that the window opens with. Raises OSError."""
        with self._file.changing() as content:
            content["default"] = connection_id


def _packed(connection: SavedConnection) -> dict[str, Any]:
    content = asdict(connection)
    content["source"] = {"kind": _NAMES[type(connection.source)], **asdict(connection.source)}
    content["place"]["addressing"] = connection.place.addressing.value
    return content


def _connection_of(entry: object) -> SavedConnection | None:
    content = dict_of(entry)
    try:
        role = content.get("role")
        return SavedConnection(
            name=_text(content["name"]),
            source=_source_of(dict(content["source"])),
            place=_place_of(dict_of(content.get("place"))),
            role=AssumedRole(**role) if role else None,
            bucket=_text(content.get("bucket", "")),
            prefix=_text(content.get("prefix", "")),
            id=_text(content["id"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _source_of(content: dict[str, Any]) -> Source:
    kind = _KINDS[content.pop("kind")]
    if kind is CompanySource:
        session = dict(content["session"])
        session["scopes"] = tuple(session.get("scopes", ())) or SsoSession("", "").scopes
        content["session"] = SsoSession(**session)
    return kind(**content)


def _place_of(content: dict[str, Any]) -> Place:
    known = {name: value for name, value in content.items() if name in Place.__slots__}
    addressing = Addressing(known.pop("addressing", Addressing.AUTO.value))
    return replace(Place(**known), addressing=addressing)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _list_of(value: object) -> list[Any]:
    return list(value) if isinstance(value, list) else []
