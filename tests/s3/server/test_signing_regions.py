from __future__ import annotations

import pytest

from s3enc_gui.domain.keys.key_region import region_of_keys
from s3enc_gui.s3.server.signing_regions import SigningRegions, named_region
from tests.servers.hostile.faults.regions import HEADER, OWN, PLACE

MALFORMED = "AuthorizationHeaderMalformed"
AWS = "The authorization header is malformed; the region 'a' is wrong; expecting 'eu-west-1'"
GARAGE = "unexpected scope: 20260101/a/s3/aws4_request, expected: 20260101/garage/s3/aws4_request"


@pytest.mark.parametrize(
    ("status", "error", "headers", "named"),
    [
        (400, {"Code": MALFORMED, "Region": OWN}, {}, OWN),
        (400, {"Code": MALFORMED, "Message": AWS}, {}, "eu-west-1"),
        (400, {"Code": MALFORMED, "Message": GARAGE}, {}, "garage"),
        (403, {"Code": MALFORMED, "Region": OWN}, {}, OWN),
        (400, {"Code": MALFORMED}, {}, None),
        (301, {"Code": "PermanentRedirect"}, {HEADER: OWN}, OWN),
        (301, {"Code": "301"}, {HEADER: OWN}, OWN),
        (400, {"Code": "400"}, {HEADER: OWN}, OWN),
        # The signature has this Region already, or it can't be one.
        (400, {"Code": "400"}, {HEADER: "used"}, None),
        (400, {"Code": MALFORMED, "Region": "not a region"}, {}, None),
        (400, {"Code": MALFORMED, "Region": ""}, {}, None),
        # Not for the Region: the header only says where the bucket is.
        (403, {"Code": "403"}, {HEADER: PLACE}, None),
        (400, {"Code": "InvalidRequest", "Region": PLACE}, {HEADER: PLACE}, None),
        (404, {"Code": "NoSuchKey", "Region": PLACE}, {HEADER: PLACE}, None),
        (200, {}, {HEADER: PLACE}, None),
    ],
)
def test_the_region_that_a_response_names(status, error, headers, named):
    assert named_region(status, error, headers, "used") == named


@pytest.mark.parametrize("location", ["WEUR", "default", "fr-par", "", None, "us-standard"])
def test_a_place_is_no_region_of_keys(location):
    assert region_of_keys(location, "auto") == "auto"


@pytest.mark.parametrize("location", ["eu-central-1", "us-gov-west-1", "eusc-de-east-1"])
def test_a_region_of_aws_has_keys(location):
    assert region_of_keys(location, "auto") == location


def test_each_bucket_has_its_own_region():
    regions = SigningRegions()
    regions.accept("a", OWN)
    assert (regions.of("a"), regions.of("b")) == (OWN, None)
