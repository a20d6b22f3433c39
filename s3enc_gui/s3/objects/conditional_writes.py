"""Whether a server keeps its word on conditional writes, found out without risk to anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from s3enc_gui.aio.cancellation import take_back_cancellation
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.objects.checksums import md5_header
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.s3.transport.interface import Body, Transport, WriteResponse

_OTHER_BYTES = md5_header(bytes(16))  # the MD5 of nothing that is ever sent


class ConditionalWrites:
    """What is known of one server; Amazon's honours `If-None-Match: *` (userguide,
    conditional-writes), of others it is not known until they were tried.
    """

    def __init__(self, endpoint_url: str) -> None:
        self._honored = True if is_amazon(endpoint_url) else None
        self._repeated = False

    @property
    def honored(self) -> bool:
        """Whether a conditional PutObject is known to replace nothing."""
        return self._honored is True

    @property
    def repeated(self) -> bool:
        """Whether something on the way to the server is known to send a request twice.

        A refusal may then be that of our own write: each name has to be looked at beforehand.
        """
        return self._repeated

    def note_repetition(self) -> None:
        """Note that a conditional write was refused, and what is there is what it sent."""
        self._repeated = True

    def wants_trial(self) -> bool:
        """Whether this is the time to try; true once."""
        if self._honored is not None:
            return False
        self._honored = False  # until it has answered
        return True

    async def try_on(
        self,
        transport: Transport,
        bucket: str,
        key: str,
        data: bytes,
        parameters: Mapping[str, object],
    ) -> WriteResponse | None:
        """Write once more, on condition, what was stored under the key a moment ago.

        A server that honours conditions refuses it, also where the request comes twice: both come
        after the first write. One that does not gets the same bytes, options
        and encryption again, and an MD5 that keeps all but the most careless from storing them; its
        answer is returned if it did.
        """
        params = {**parameters, "IfNoneMatch": "*", "ContentMD5": _OTHER_BYTES}
        try:
            answer = await transport.put_object(bucket, key, Body(data), params)
        except AppError as error:
            self._honored = error.code == "PreconditionFailed"
            return None
        except asyncio.CancelledError:  # it comes too late: the object is stored
            take_back_cancellation()
            return None
        return answer if answer.etag else None
