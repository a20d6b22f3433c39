"""Whether a server changes the encryption of objects in place (UpdateObjectEncryption).

Servers that don't know the operation may take it for PutObject, and overwrite the object with the
request's XML. On another server than AWS it is therefore never sent for an object of the user
before it worked on an object of our own (`s3.reencryption.trial`).
"""

from __future__ import annotations

from s3enc_gui.s3.endpoints import is_amazon


class InPlaceUpdates:
    """What is known of one server; None: not known, so it must not be used."""

    def __init__(self, endpoint_url: str) -> None:
        self._works = True if is_amazon(endpoint_url) else None

    @property
    def works(self) -> bool | None:
        """Whether the server does it as AWS does."""
        return self._works

    def learn(self, *, works: bool) -> None:
        """Note the result of a trial with an object of our own."""
        self._works = works
