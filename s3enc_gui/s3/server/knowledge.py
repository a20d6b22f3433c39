"""Everything that is known of one server."""

from __future__ import annotations

from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.server.endpoint_scheme import EndpointScheme
from s3enc_gui.s3.server.signing_regions import SigningRegions


class ServerKnowledge:
    """What is known of the server at an endpoint; learned from its responses."""

    def __init__(self, endpoint_url: str) -> None:
        self.conditional_writes = ConditionalWrites(endpoint_url)
        self.key_encoding = KeyEncoding(endpoint_url)
        self.endpoint_scheme = EndpointScheme(endpoint_url)
        self.signing_regions = SigningRegions()
