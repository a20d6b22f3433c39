"""Which endpoints are AWS's own."""

from __future__ import annotations

import boto3
import pytest

from s3enc_gui.s3.endpoints import is_amazon

REGIONS = [
    boto3.Session(aws_access_key_id="a", aws_secret_access_key="b").get_available_regions(
        "s3", partition
    )
    for partition in boto3.Session().get_available_partitions()
]


@pytest.mark.parametrize("region", [region for regions in REGIONS for region in regions])
def test_the_endpoints_that_botocore_makes_are_amazons(region):
    session = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b")
    assert is_amazon(session.client("s3", region_name=region).meta.endpoint_url)


@pytest.mark.parametrize(
    "url",
    ["http://localhost:9000", "https://s3.example.com", "https://x.amazonaws.com.evil.example", ""],
)
def test_other_endpoints_are_not(url):
    assert not is_amazon(url)
