"""Probes whether a server honors If-None-Match, without risk to existing objects."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from s3enc_gui.aio.cancellation import defer_cancellation
from s3enc_gui.domain.copies.plan import exists_error
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import text
from s3enc_gui.s3.checksums import md5_header
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.server.refused_headers import (
    CONDITION,
    RefusedHeaders,
    names_header,
    names_none,
)
from s3enc_gui.s3.transport.interface import Body, Transport, WriteResponse

_WRONG_MD5 = md5_header(bytes(16))


class ConditionalWrites:
    """What is known of one server's conditional writes.

    AWS honors `If-None-Match: *` (S3 User Guide, conditional-writes); other servers are probed.
    """

    def __init__(self, endpoint_url: str, refused: RefusedHeaders | None = None) -> None:
        self._refused = refused or RefusedHeaders()
        self._honored = True if is_amazon(endpoint_url) else None
        self._repeated = False

    @property
    def honored(self) -> bool:
        """Whether a conditional PutObject is known never to overwrite an object."""
        return self._honored is True

    @property
    def condition(self) -> dict[str, object]:
        """The parameter of a write that must not overwrite; none if the server refuses it."""
        return {} if self._refused.refuses(CONDITION) else {"IfNoneMatch": "*"}

    def refused_by(self, error: AppError) -> bool:
        """Whether a write may have been refused because it was conditional."""
        if self._honored or self._refused.refuses(CONDITION):
            return False
        return names_header(error, CONDITION) or names_none(error)

    def note_refusal(self) -> None:
        """Note that the same write was accepted without the condition."""
        self._honored = False
        self._refused.learn([CONDITION])

    @property
    def repeated(self) -> bool:
        """Whether requests are known to arrive twice, for example because of a proxy.

        Then a failed condition may be due to S3enc's own write, so each key is checked before.
        """
        return self._repeated

    def note_repetition(self) -> None:
        """Note that a conditional write failed although it stored the object itself."""
        self._repeated = True

    def needs_probe(self) -> bool:
        """Whether to probe now; true once."""
        if self._honored is not None:
            return False
        self._honored = False  # until the probe succeeds
        return True

    async def probe(
        self,
        transport: Transport,
        bucket: str,
        key: str,
        data: bytes,
        parameters: Mapping[str, object],
    ) -> WriteResponse | None:
        """Write conditionally what was just stored under the key.

        A server that honors conditions rejects it, even if the request arrives twice. Any other
        gets the same bytes, options and encryption again, with a wrong Content-MD5 so that most
        reject it; the response is returned if it stored the object.
        """
        params = {**parameters, "IfNoneMatch": "*", "ContentMD5": _WRONG_MD5}
        try:
            response = await transport.put_object(bucket, key, Body(data), params)
        except AppError as error:
            self._honored = error.code == "PreconditionFailed"
            return None
        except asyncio.CancelledError:  # too late: the object is stored
            defer_cancellation()
            return None
        return response if response.etag else None


def condition_failed(key: str) -> AppError:
    """Return the error of a server that honors the condition, for one that refuses it."""
    return AppError(*exists_error(key).texts, code="PreconditionFailed")


def existence_unknown(location: Location) -> AppError:
    """Return the error if neither a condition nor a lookup tells whether a key is free."""
    return AppError(
        text("Can't check whether the object exists"),
        text(
            "You don't have permission to check whether “{bucket}” has an object “{key}”.",
            bucket=location.bucket,
            key=location.key,
        ),
        text("Choose Overwrite if you are sure."),
        code="AccessDenied",
    )
