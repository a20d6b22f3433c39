"""How a connection's requests are authorized, and who pays for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.s3.errors.response_marks import ACCESS_MODE, REQUESTED

if TYPE_CHECKING:
    from botocore.client import BaseClient

_HEADER = "x-amz-request-payer"
_MEMBER = "RequestPayer"  # in botocore's model, of the operations that have the parameter


@dataclass(frozen=True, slots=True)
class AccessMode:
    """`anonymous`: requests aren't signed; `requester_pays`: they offer to pay.

    `caller` returns the ARN of who sends them, or empty where it isn't known; it doesn't block.
    Refused responses are marked with all of it, so that their error can say what would help.
    """

    anonymous: bool = False
    requester_pays: bool = False
    caller: Callable[[], str] = field(default=str, compare=False)

    def apply_to(self, client: BaseClient) -> None:
        """Add the parameter to all requests of an S3 client that have it, and mark responses."""
        events, region = client.meta.events, client.meta.region_name
        if self.requester_pays:
            pay: Any = _pay  # the stubs don't know that it may return parameters
            events.register("provide-client-params.s3", pay)
            events.register("before-sign.s3", _pay_in_query)
        events.register("after-call.s3", partial(self._after_call, region))

    def apply_to_others(self, client: BaseClient) -> None:
        """Mark the refused responses to a client of another service."""
        region = client.meta.region_name
        client.meta.events.register("after-call", partial(self._after_other_call, region))

    def mark(self, response: Any, region: str, *, payable: bool = True) -> None:  # noqa: ANN401 - untyped
        """Mark an error response of a Region; `payable`: the operation has the parameter."""
        response["ResponseMetadata"][REQUESTED] = {"region": region, "caller": self.caller()}
        if self.anonymous:
            response["ResponseMetadata"][ACCESS_MODE] = "anonymous"
        elif payable and not self.requester_pays:
            response["ResponseMetadata"][ACCESS_MODE] = "unpaid"

    def _after_call(
        self,
        region: str,
        http_response: Any,  # noqa: ANN401 - as above
        parsed: Any,  # noqa: ANN401 - as above
        model: Any,  # noqa: ANN401 - as above
        **_: object,
    ) -> None:
        if http_response.status_code == 403:
            self.mark(parsed, region, payable=_is_payable(model))

    def _after_other_call(self, region: str, http_response: Any, parsed: Any, **_: object) -> None:  # noqa: ANN401 - as above
        if http_response.status_code in (400, 403):  # 400: KMS
            requested = {"region": region, "caller": self.caller()}
            parsed.setdefault("ResponseMetadata", {})[REQUESTED] = requested


def _pay(params: Mapping[str, object], model: Any, **_: object) -> Mapping[str, object] | None:  # noqa: ANN401 - as above
    return {_MEMBER: "requester", **params} if _is_payable(model) else None


def _pay_in_query(request: Any, signature_version: object, **_: object) -> None:  # noqa: ANN401 - as above
    """Move the offer of a presigned URL into its query: whoever opens it sends no header.

    Source: S3 User Guide, Downloading objects from Requester Pays buckets.
    """
    if str(signature_version).endswith("-query") and _HEADER in request.headers:
        request.params[_HEADER] = request.headers[_HEADER]
        del request.headers[_HEADER]


def _is_payable(model: Any) -> bool:  # noqa: ANN401 - as above
    return model.input_shape is not None and _MEMBER in model.input_shape.members
