"""The destination of uploads for each connection: the place that was open last."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.location import Location


class Destinations:
    """Bucket and prefix by connection; where none is kept, the connection's own."""

    def __init__(self) -> None:
        self._kept: dict[Connection, tuple[str, str]] = {}

    def keep(self, connection: Connection, bucket: str, prefix: str) -> None:
        """Keep a bucket and prefix as the destination."""
        self._kept[connection] = (bucket, prefix)

    def of(self, connection: Connection | None) -> tuple[str, str]:
        """Return bucket and prefix; empty without a connection."""
        if connection is None:
            return "", ""
        return self._kept.get(connection, (connection.bucket, connection.prefix))

    def arrive(self, connection: Connection | None, location: Location | None) -> None:
        """Keep a location that is shown; do nothing if none is."""
        if connection and location:
            self.keep(connection, location.bucket, location.key)

    def use_requester_pays(self, connection: Connection, pays: bool) -> None:
        """Go on at the same place once requests offer to pay, or no longer do."""
        self.keep(replace(connection, requester_pays=pays), *self.of(connection))
