"""Whether AWS has the FIPS and dual-stack endpoints that a connection asks for.

botocore's rules build a host name for every Region, also where nothing has it: the request would
fail with a DNS error. What exists is in its `endpoints.json`.
"""

from __future__ import annotations

from typing import Any

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.endpoint_kinds import DUAL_STACK, FIPS, no_such_endpoint

_SERVICES = {"s3": "Amazon S3", "kms": "AWS KMS", "sts": "AWS STS"}
# Services whose dual-stack endpoints the file lists; it has none of the others, which exist.
_LISTED_DUAL_STACK = ("s3",)
_TAGS = {"fips": FIPS, "dualstack": DUAL_STACK}


class EndpointKinds:
    """The endpoints of one connection."""

    def __init__(self, core: Any, connection: Connection) -> None:  # noqa: ANN401 - botocore's session is untyped
        self._core = core
        self._wanted = [
            tag
            for tag, used in (("fips", connection.fips), ("dualstack", connection.dual_stack))
            if used
        ]

    def check(self, service: str, region: str) -> None:
        """Raise AppError where a service has no such endpoint in a Region that botocore knows."""
        tags = [tag for tag in self._wanted if tag == "fips" or service in _LISTED_DUAL_STACK]
        if not tags:
            return
        found = self._variants(service, region)
        if found is None or frozenset(tags) in found:
            return
        for tag in tags:
            if frozenset([tag]) not in found:
                raise no_such_endpoint(_SERVICES.get(service, service), _TAGS[tag], region)

    def _variants(self, service: str, region: str) -> frozenset[frozenset[str]] | None:
        """Return the kinds of endpoints; None: the Region isn't in botocore's data.

        Some Regions list an endpoint of both kinds, and none of one kind.
        """
        data = self._core.get_component("data_loader").load_data("endpoints")
        for partition in data["partitions"]:
            endpoints = partition["services"].get(service, {}).get("endpoints", {})
            if region in endpoints:
                variants = endpoints[region].get("variants", ())
                return frozenset(frozenset(one["tags"]) for one in variants)
        return None
