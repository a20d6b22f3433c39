"""Regions that aren't AWS's: in signatures, and in what the server reports of a bucket."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.servers.hostile.answers import Answer, bare, refusal, tags, xml
from tests.servers.hostile.faults.building_blocks import Work
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile
from tests.servers.server import REGION

HEADER = "x-amz-bucket-region"
OWN = "garage"  # the Region of a server's signatures
PLACE = "WEUR"  # what a server says of a bucket
_SCOPE = re.compile(r"Credential=[^,]*/[0-9]{8}/([^/,]+)/s3/aws4_request")


def signed_for(request: Request) -> str:
    """Return the Region of a request's signature; empty: it isn't signed in a header."""
    found = _SCOPE.search(request.headers.get("authorization", ""))
    return found[1] if found else ""


def only_in(s3: Hostile, region: str, refuse: Callable[[Request], Answer]) -> None:
    """Accept only requests that are signed for a Region."""

    def wrap(request: Request, work: Work) -> Answer:
        return work() if signed_for(request) in ("", region) else refuse(request)

    for operation in OPERATIONS:
        if operation != "Kms":
            s3.change(operation, wrap)


def malformed(request: Request, message: str, region: str = "") -> Answer:
    """Refuse a signature; HEAD gets no body."""
    if request.method == "HEAD":
        return bare(400)
    answer = refusal(400, "AuthorizationHeaderMalformed", message)
    if region:
        answer.body = answer.body.replace(b"</Error>", f"{tags(Region=region)}</Error>".encode())
    return answer


def without_location(s3: Hostile) -> None:
    """HeadBucket and GetBucketLocation say nothing."""
    s3.change("HeadBucket", lambda _, work: _dropped(work()))
    s3.change("GetBucketLocation", lambda _, work: xml("LocationConstraint", ""))


def _dropped(answer: Answer) -> Answer:
    answer.drop(HEADER)
    return answer


@fault("bucket-is-in-no-region", "A bucket is in WEUR, for which no request may be signed")
def bucket_is_in_no_region(s3: Hostile) -> None:
    """Cloudflare R2: it accepts `auto` and us-east-1."""

    def placed(_: Request, work: Work) -> Answer:
        answer = work()
        answer.headers[HEADER] = PLACE
        return answer

    s3.change("HeadBucket", placed)
    s3.change("GetBucketLocation", lambda _, __: xml("LocationConstraint", PLACE))
    only_in(s3, REGION, lambda request: _unknown(request))


def _unknown(request: Request) -> Answer:
    if request.method == "HEAD":
        return bare(400)
    return refusal(400, "InvalidRegionName", "Must be one of: wnam, enam, weur, eeur, apac, auto")


@fault("signed-for-region-in-error", "Requests must be signed for garage; errors have the Region")
def signed_for_region_in_error(s3: Hostile) -> None:
    """Garage, MinIO."""
    without_location(s3)
    only_in(s3, OWN, lambda request: malformed(request, "Unexpected scope.", OWN))


@fault("signed-for-region-in-message", "The same; only the message has the Region")
def signed_for_region_in_message(s3: Hostile) -> None:
    """The message is that of AWS."""
    without_location(s3)
    said = f"The authorization header is malformed; the region is wrong; expecting '{OWN}'"
    only_in(s3, OWN, lambda request: malformed(request, said))


@fault("signed-for-region-in-header", "The same; only a header has the Region, also for HEAD")
def signed_for_region_in_header(s3: Hostile) -> None:
    """MinIO returns the header with every response."""
    without_location(s3)

    def refuse(request: Request) -> Answer:
        answer = malformed(request, "")
        answer.headers[HEADER] = OWN
        return answer

    only_in(s3, OWN, refuse)
