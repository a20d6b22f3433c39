"""Redirects that name no Region.

botocore then asks HeadBucket for the Region, and follows a redirect of that request in the same
way, until Python's recursion ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3enc_gui.s3.server.signing_regions import REGION_HEADER

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def follow_redirects_once(client: S3Client) -> None:
    """Make a client follow no redirect of HeadBucket that doesn't name the Region."""
    client.meta.events.register_first("needs-retry.s3.HeadBucket", _end_without_region)


def _end_without_region(
    request_dict: dict[str, Any],
    response: Any = None,  # noqa: ANN401 - botocore's events are untyped
    **_: object,
) -> None:
    if response is None or not 300 <= response[0].status_code < 400:
        return
    parsed = response[1]
    headers = parsed.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    if REGION_HEADER not in headers and not parsed.get("Error", {}).get("Region"):
        request_dict["context"].setdefault("s3_redirect", {})["redirected"] = True
