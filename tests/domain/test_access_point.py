from __future__ import annotations

import pytest

from s3enc_gui.domain.access_point import is_access_point, is_multi_region
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, parse_location

POINT = "arn:aws:s3:eu-west-1:111122223333:accesspoint/shared"
COLON = "arn:aws:s3:eu-west-1:111122223333:accesspoint:shared"
GLOBAL = "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap"
CHINA = "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/shared"
GOV = "arn:aws-us-gov:s3:us-gov-west-1:111122223333:accesspoint/shared"


@pytest.mark.parametrize("point", [POINT, COLON, GLOBAL, CHINA, GOV])
@pytest.mark.parametrize(
    ("end", "key"),
    [
        ("", ""),
        ("/object/report.pdf", "report.pdf"),
        ("/object/object/report.pdf", "object/report.pdf"),
        ("/object//abs/ ", "/abs/ "),
        ("/object/", ""),
        ("/reports/a.pdf", "reports/a.pdf"),
        (" ", ""),
    ],
)
def test_the_arn_of_an_object(point, end, key):
    assert parse_location(point + end) == Location(point, key)


@pytest.mark.parametrize("point", [POINT, COLON, GLOBAL, CHINA, GOV])
@pytest.mark.parametrize("key", ["object/report.pdf", "report.pdf", "object/", "/", " "])
def test_in_an_s3_uri_the_key_follows_the_arn(point, key):
    assert parse_location(f"s3://{point}/{key}") == Location(point, key)


def test_arns_of_locations_at_an_access_point():
    assert Location(POINT, "object/a").arn("eu-west-1") == f"{POINT}/object/object/a"
    assert Location(POINT).arn("eu-west-1") == POINT


@pytest.mark.parametrize(
    ("host", "arn"),
    [
        (
            "ap-111122223333.s3-accesspoint.us-iso-east-1.c2s.ic.gov",
            "arn:aws-iso:s3:us-iso-east-1:111122223333:accesspoint/ap",
        ),
        (
            "ap-111122223333.s3-accesspoint.eusc-de-east-1.amazonaws.eu",
            "arn:aws-eusc:s3:eusc-de-east-1:111122223333:accesspoint/ap",
        ),
    ],
)
def test_hosts_of_access_points_in_other_partitions(host, arn):
    assert parse_location(f"https://{host}/a.pdf") == Location(arn, "a.pdf")


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/accesspoint/ap", "Outposts"),
        ("arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/ap", "Object Lambda"),
        ("arn:aws:s3express:eu-west-1:111122223333:bucket/b--euw1-az1--x-s3", "directory bucket"),
        ("arn:aws:kms:eu-west-1:111122223333:key/k", "KMS key"),
        ("arn:aws:sns:eu-west-1:111122223333:x", "“sns”"),
        ("arn:aws:s3:eu-west-1:111122223333:storage-lens/x", "isn't the ARN of a bucket"),
        ("arn:aws:s3::111122223333:accesspoint/shared", "isn't the ARN of a bucket"),
        ("s3://ap-o0000s3-111--op-s3/a", "Outposts"),
        ("lambda-ap-1234--ol-s3", "Object Lambda"),
        ("mfzwi23gnjvgw.mrap/a", "Multi-Region"),
        ("https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a", "Multi-Region"),
        ("https://ap-111122223333.s3-object-lambda.eu-west-1.amazonaws.com/a", "Object Lambda"),
        ("https://ap-111122223333.op-1.s3-outposts.eu-west-1.amazonaws.com/a", "Outposts"),
        ("https://111122223333.s3-control.eu-west-1.amazonaws.com/a", "not of an object"),
    ],
)
def test_unsupported_kinds_are_refused(text, piece):
    with pytest.raises(AppError) as caught:
        parse_location(text)
    assert piece in caught.value.detail
    assert caught.value.hint.startswith("Use ")


@pytest.mark.parametrize(
    ("host", "point"),
    [
        ("shared-111122223333.s3-accesspoint.eu-west-1.amazonaws.com", POINT),
        ("shared-111122223333.s3-accesspoint.dualstack.eu-west-1.amazonaws.com", POINT),
        ("shared-111122223333.s3-accesspoint.cn-north-1.amazonaws.com.cn", CHINA),
        ("shared-111122223333.s3-accesspoint-fips.us-gov-west-1.amazonaws.com", GOV),
    ],
)
def test_the_url_of_an_object_at_an_access_point(host, point):
    assert parse_location(f"https://{host}/a/b") == Location(point, "a/b")


@pytest.mark.parametrize("bucket", [POINT, GLOBAL, "mine-abc123-s3alias", "ap--euw1-az1--xa-s3"])
def test_access_point_names(bucket):
    assert is_access_point(bucket)
    assert parse_location(f"s3://{bucket}/k") == Location(bucket, "k")


def test_buckets_and_multi_region_access_points():
    assert not is_access_point("s3alias")
    assert [is_multi_region(one) for one in (GLOBAL, POINT, "bucket")] == [True, False, False]
