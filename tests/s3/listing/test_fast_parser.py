"""The fast parser returns the same as botocore."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from s3enc_gui.s3.listing.fast_parser import read_listings_quickly
from s3enc_gui.s3.listing.key_encoding import KeyEncoding

_NS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
OBJECTS = f"""<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult {_NS}><Name>b</Name><Prefix>a%2Fb</Prefix><KeyCount>3</KeyCount>
<MaxKeys>1000</MaxKeys><Delimiter>%2F</Delimiter><IsTruncated>true</IsTruncated>
<EncodingType>url</EncodingType><NextContinuationToken>t/1=</NextContinuationToken>
<Contents><Key>a%2Fb%20c%2B%C3%A9.txt</Key><LastModified>2026-03-01T12:00:00.000Z</LastModified>
<ETag>&quot;e1&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><Size>5000000000</Size>
<Owner><ID>x</ID></Owner><StorageClass>STANDARD_IA</StorageClass></Contents>
<Contents><Key>a%2Fb2</Key></Contents>
<CommonPrefixes><Prefix>a%2Fb%2F</Prefix></CommonPrefixes>
<CommonPrefixes><Prefix>a%2Fbb%2F</Prefix></CommonPrefixes></ListBucketResult>"""
VERSIONS = f"""<ListVersionsResult {_NS}><Name>b</Name><Prefix></Prefix><KeyMarker></KeyMarker>
<NextKeyMarker>k%2F1</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>
<IsTruncated>true</IsTruncated><EncodingType>url</EncodingType>
<Version><Key>k%2F1</Key><VersionId>v1</VersionId><IsLatest>true</IsLatest>
<LastModified>2026-03-01T12:00:00Z</LastModified><ETag>"e"</ETag><Size>0</Size>
<StorageClass>STANDARD</StorageClass></Version>
<DeleteMarker><Key>k2</Key><VersionId>null</VersionId><IsLatest>false</IsLatest>
<LastModified>2026-03-01T12:00:00Z</LastModified></DeleteMarker></ListVersionsResult>"""
EMPTY = f"<ListBucketResult {_NS}><IsTruncated>false</IsTruncated></ListBucketResult>"
# The fields of a response that S3enc reads.
READ = {"IsTruncated", "NextContinuationToken", "NextKeyMarker", "NextVersionIdMarker",
        "Contents", "CommonPrefixes", "Versions", "DeleteMarkers", "Prefix"}  # fmt: skip
FIELDS = {"Key", "Size", "LastModified", "ETag", "StorageClass", "VersionId", "IsLatest", "Prefix"}


class _Body:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def stream(self, *_: object, **__: object) -> Any:
        return iter([self._data])


def client_with_response(body: str, status: int = 200) -> Any:
    made: Any = AWSResponse
    client: Any = boto3.client(
        "s3",
        "eu-west-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=Config(retries={"total_max_attempts": 1}),
    )

    def response(request: Any, **_: object) -> Any:
        return made(request.url, status, {"x-amz-request-id": "r1"}, _Body(body.encode()))

    client.meta.events.register("before-send.s3", response)
    return client


def seen(response: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in response.items():
        if name in READ and isinstance(value, list):
            shown[name] = [{k: v for k, v in one.items() if k in FIELDS} for one in value]
        elif name in READ:
            shown[name] = value
    return shown


@pytest.mark.parametrize(
    ("body", "operation"),
    [(OBJECTS, "list_objects_v2"), (EMPTY, "list_objects_v2"), (VERSIONS, "list_object_versions")],
    ids=["objects", "empty", "versions"],
)
def test_it_reads_what_botocore_reads(body, operation):
    slow, quick = client_with_response(body), client_with_response(body)
    read_listings_quickly(quick, KeyEncoding(quick.meta.endpoint_url))
    expected = getattr(slow, operation)(Bucket="b")
    found = getattr(quick, operation)(Bucket="b")
    assert seen(found) == seen(expected)
    assert found["ResponseMetadata"]["RequestId"] == "r1"


def test_botocore_parses_an_empty_document():
    quick, left = client_with_response(OBJECTS), []
    read_listings_quickly(quick, KeyEncoding(quick.meta.endpoint_url))
    events = quick.meta.events
    events.register_first(
        "before-parse.s3.*", lambda response_dict, **_: left.append(response_dict)
    )
    quick.list_objects_v2(Bucket="b")
    assert [response["body"] for response in left] == [b"<ListBucketResult/>"]


@pytest.mark.parametrize("status", [200, 404])
def test_errors_are_botocores(status):
    error = "<Error><Code>NoSuchBucket</Code><Message>m</Message></Error>"
    quick = client_with_response(error, status)
    read_listings_quickly(quick, KeyEncoding(quick.meta.endpoint_url))
    with pytest.raises(ClientError) as caught:
        quick.list_objects_v2(Bucket="b")
    assert caught.value.response["Error"]["Code"] == "NoSuchBucket"


@pytest.mark.parametrize("body", ["<ListBucketResult><Cont", "no XML", "<html/>"])
def test_an_invalid_listing_is_left_to_botocore(body):
    slow, quick = client_with_response(body), client_with_response(body)
    read_listings_quickly(quick, KeyEncoding(quick.meta.endpoint_url))

    def outcome(client: Any) -> object:
        try:
            return seen(client.list_objects_v2(Bucket="b"))
        except (ClientError, ResponseParserError) as error:
            return type(error)

    assert outcome(quick) == outcome(slow)


@pytest.mark.parametrize("size", ["many", "", "-1", "1e3"])
def test_what_is_no_size_is_not_known(size):
    quick = client_with_response(OBJECTS.replace("5000000000", size))
    read_listings_quickly(quick, KeyEncoding(quick.meta.endpoint_url))
    listed = quick.list_objects_v2(Bucket="b")["Contents"]
    assert -1 in [one.get("Size") for one in listed]
