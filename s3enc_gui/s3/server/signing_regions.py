"""The Regions that requests to a server other than AWS must be signed for.

What the user configured is right (`auto`, `us-east-1`, `default`) until a request is refused for
it. What a server says of a bucket's place (`WEUR`, a zone group) is often no Region that it accepts
in a signature. AWS needs none of this: there, a Region also has an endpoint of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from s3enc_gui.regex import regex

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REGION_HEADER = "x-amz-bucket-region"

_REFUSALS = frozenset(
    {
        "AuthorizationHeaderMalformed",
        "IllegalLocationConstraintException",
        "InvalidRegion",
        "InvalidRegionName",
        "PermanentRedirect",
        "TemporaryRedirect",
    }
)
_STATUSES = frozenset({301, 302, 307, 308, 400})  # of a refusal; HEAD has no code
_DENIED = 403  # tells nothing about the Region
# Messages: “the region 'a' is wrong; expecting 'b'” (AWS, MinIO), “expected: DATE/b/s3/…” (Garage).
_EXPECTED = regex(r"expect(?:ing|ed):? (?:'([A-Za-z0-9-]+)'|\d{8}/([A-Za-z0-9-]+)/)")
_REGION = regex(r"[A-Za-z0-9-]{1,63}")  # what botocore accepts in a signature
_CANDIDATE = "s3enc_signing_region"  # of a request, in botocore's context


def named_region(
    status: int, error: Mapping[str, Any], headers: Mapping[str, str], used: str
) -> str | None:
    """Return the Region that a response names as the right one; None: it isn't refused for it.

    `error` is the parsed body, `used` the Region of the request's signature. Header names are in
    lower case.
    """
    code = str(error.get("Code") or "")
    if status not in _STATUSES and code not in _REFUSALS:
        return None
    told = headers.get(REGION_HEADER)
    if code in _REFUSALS:
        expected = _EXPECTED.search(str(error.get("Message") or ""))
        named = error.get("Region") or told or (expected and (expected[1] or expected[2]))
    elif code in ("", str(status), "Bad Request", "BadRequest"):  # without a body
        named = told
    else:
        named = None
    return named if named and named != used and _REGION.fullmatch(named) else None


def accepts(status: int) -> bool:
    """Whether a response shows that the signature's Region is right."""
    return status not in _STATUSES and status != _DENIED


class SigningRegions:
    """The Regions that refusals named, by bucket; each is used once it was accepted. Thread-safe.

    It replaces the memory of botocore's redirects, which keeps what a server names, right or not,
    for one client.
    """

    def __init__(self) -> None:
        self._accepted: dict[str, str] = {}

    def of(self, bucket: str) -> str | None:
        """Return the Region of a bucket; None: the configured one."""
        return self._accepted.get(bucket)

    def accept(self, bucket: str, region: str) -> None:
        """Use a Region for a bucket from now on."""
        self._accepted[bucket] = region

    def watch(self, client: S3Client) -> None:
        """Sign a client's requests for these Regions, and learn from the responses to it.

        botocore itself sends a refused request again; this finds out for which Region.
        """
        events: Any = client.meta.events
        events.register_first("needs-retry.s3", self._learn, unique_id="s3enc-regions")
        configured = client.meta.region_name
        events.register_last(
            "before-endpoint-resolution.s3",
            partial(self._use, configured),
            unique_id="s3enc-region",
        )

    def _learn(
        self,
        request_dict: dict[str, Any],
        response: Any = None,  # noqa: ANN401 - botocore's events are untyped
        **_: object,
    ) -> None:
        context = request_dict["context"]
        bucket = context.get("s3_redirect", {}).get("bucket")
        if response is None or not bucket:
            return
        http, parsed = response
        headers = parsed.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        used = context.get("signing", {}).get("region") or ""
        error = parsed.get("Error", {})
        named = named_region(http.status_code, error, headers, used)
        candidate = context.pop(_CANDIDATE, None)
        if candidate is not None:
            if candidate == used and named is None and accepts(http.status_code):
                self.accept(bucket, candidate)
        elif named is not None:
            context[_CANDIDATE] = named
            error["Region"] = named  # botocore looks here, but not into the message

    def _use(
        self,
        configured: str,
        builtins: dict[str, Any],
        params: Mapping[str, Any],
        context: Mapping[str, Any],
        **_: object,
    ) -> None:
        bucket = str(params.get("Bucket") or "")
        if not bucket.startswith("arn:"):
            builtins["AWS::Region"] = context.get(_CANDIDATE) or self.of(bucket) or configured
