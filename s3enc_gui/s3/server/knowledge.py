"""Everything that is known of one server."""

from __future__ import annotations

from collections.abc import Callable

from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.server.endpoint_scheme import EndpointScheme
from s3enc_gui.s3.server.in_place_updates import InPlaceUpdates
from s3enc_gui.s3.server.refused_headers import NEWER, RefusedHeaders
from s3enc_gui.s3.server.reported_encryption import ReportedEncryption
from s3enc_gui.s3.server.signing_regions import SigningRegions


class ServerKnowledge:
    """What is known of the server at an endpoint; learned from its responses.

    `on_notice` gets what to tell the user, once. `older`: the user says that the server doesn't
    know S3's additional checksums.
    """

    def __init__(
        self,
        endpoint_url: str,
        on_notice: Callable[[ServerNotice], None] = lambda _: None,
        *,
        older: bool = False,
    ) -> None:
        self.older = older
        self.refused_headers = RefusedHeaders(on_notice, NEWER if older else ())
        self.encryption = ReportedEncryption(endpoint_url, on_notice)
        self.conditional_writes = ConditionalWrites(endpoint_url, self.refused_headers)
        self.in_place_updates = InPlaceUpdates(endpoint_url)
        self.key_encoding = KeyEncoding(endpoint_url)
        self.endpoint_scheme = EndpointScheme(endpoint_url)
        self.signing_regions = SigningRegions()
