"""A plain GET with the proxy and the certificate authorities of this process."""

from __future__ import annotations

from contextlib import closing
from urllib.parse import urlsplit

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text

_TIMEOUT = 15.0  # seconds
_HEADERS = {"Accept": "application/json", "User-Agent": "s3enc"}  # the version isn't told


def get(url: str, most: int) -> bytes:
    """Return the body of a response with status 200; blocks.

    Nothing but the address is sent; redirects aren't followed. Raises AppError, also for a body of
    more than `most` bytes.
    """
    # Slow imports, for a request that is seldom made.
    from botocore.awsrequest import AWSRequest

    from s3enc_gui.s3.errors.translation import translated
    from s3enc_gui.s3.network.botocore_network import Session
    from s3enc_gui.s3.network.proxies import proxies_for

    request = AWSRequest("GET", url, _HEADERS, stream_output=True).prepare()
    with translated():
        session = Session(True, proxies_for(url), timeout=_TIMEOUT)
        try:
            response = session.send(request)
            with closing(response.raw):
                content: bytes = response.raw.read(most + 1, decode_content=True)
        finally:
            session.close()
    if response.status_code != 200:
        raise AppError(
            text("The server didn't send the file"),
            text(
                "{host} answered with status {status}.",
                host=urlsplit(url).hostname,
                status=response.status_code,
            ),
            text("Try again later."),
            code=str(response.status_code),
        )
    if len(content) > most:
        raise AppError(
            text("The server's response is too large"),
            text("{host} sent more than {count:,} bytes.", host=urlsplit(url).hostname, count=most),
            code="TooLarge",
        )
    return content
