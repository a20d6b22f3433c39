"""Responses with characters that XML 1.0 doesn't allow."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import ParseError

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from s3enc_gui.s3.listing.fast_parser import read_listings_quickly
from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.transport.tolerant_xml import (
    made_readable,
    read_exactly,
    read_responses_tolerantly,
)

KEYS = [
    "a\x07b",
    "\x00",
    "a\r\nb",
    "\r",
    "a\tb\nc",
    "\ufffe\uffff",
    "\ufffd",
    "é\x1f\U0001f600",
    "\U0010abcd\x01",
    "\U000f0001\x01",
    "<&>\x02",
]


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def referred(text):
    odd = "".join(map(chr, range(32))) + "\ufffe\uffff"
    return "".join(f"&#{ord(one)};" if one in odd else escaped(one) for one in text)


@pytest.mark.parametrize("write", [escaped, referred])
@pytest.mark.parametrize("key", KEYS)
def test_a_text_is_exactly_what_the_server_sent(key, write):
    body = f"<?xml version='1.0'?>\r\n<R>\r\n <Key>{write(key)}</Key>\r\n</R>\r\n".encode()
    assert [one.text for one in read_exactly(body)] == [key]


@pytest.mark.parametrize("write", [escaped, referred])
@pytest.mark.parametrize("key", KEYS)
def test_a_readable_body_is_xml(key, write):
    body = f"<R><Key>{write(key)}</Key><UploadId>u</UploadId></R>".encode()
    tree = read_exactly(made_readable(body))
    assert tree.findtext("UploadId") == "u"


def test_bytes_that_are_not_utf_8_are_no_key():
    (key,) = read_exactly(b"<R><Key>a\xffb\xed\xa0\x80</Key></R>")
    assert key.text == "a\udcffb\udced\udca0\udc80"


def test_surrogate_pairs_become_one_character():
    (key,) = read_exactly(b"<R><Key>&#xD83D;&#xDE00;</Key></R>")
    assert key.text == "😀"


@pytest.mark.parametrize("body", [b"", b"<R>", b"<R>\x07", b"<R></S>", b"no \x07 XML", b"&#7;"])
def test_an_invalid_document_raises(body):
    with pytest.raises(ParseError):
        read_exactly(body)


@pytest.mark.parametrize(
    "body", [b"<R><Key>a</Key></R>", "<R>é\U0001f600</R>".encode(), b"<R>\r\n</R>"]
)
def test_a_valid_response_is_unchanged(body):
    assert made_readable(body) is body


def test_escaped_references_are_unchanged():
    assert made_readable(b"<R>&amp;#7;&#38;#7;</R>") == b"<R>&amp;#7;&#38;#7;</R>"
    assert made_readable(b"<R><![CDATA[&#7;]]></R>") == b"<R><![CDATA[&#7;]]></R>"


class _Body:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def stream(self, *_: object, **__: object) -> Any:
        return iter([self._data])


class Told:
    """A client that always gets one response; `asked` counts."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        self.asked = 0
        self.client: Any = boto3.client(
            "s3", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        read_responses_tolerantly(self.client)
        read_listings_quickly(self.client, KeyEncoding(self.client.meta.endpoint_url))
        made: Any = AWSResponse

        def response(request: Any, **_: object) -> Any:
            self.asked += 1
            return made(request.url, status, {}, _Body(body))

        self.client.meta.events.register("before-send.s3", response)


@pytest.fixture
def no_pause(monkeypatch):
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)


CREATED = b"<InitiateMultipartUploadResult><Key>a\x07</Key><UploadId>id/+=</UploadId>"


@pytest.mark.parametrize("end", [b"</InitiateMultipartUploadResult>", b"", b"<Else"])
def test_of_a_created_upload_the_id_is_enough(end):
    told = Told(CREATED + end)
    response = told.client.create_multipart_upload(Bucket="b", Key="a\x07")
    assert (response["UploadId"], told.asked) == ("id/+=", 1)


@pytest.mark.parametrize("body", [b"<Initiate", b"no XML", CREATED[:60], b"\x00\xff"])
def test_an_unreadable_create_is_not_retried(body):
    told = Told(body)
    response = told.client.create_multipart_upload(Bucket="b", Key="k")
    assert ("UploadId" in response, told.asked) == (False, 1)


def test_an_unreadable_completion_is_not_retried():
    told = Told(b"<CompleteMultipartUploadResult><ETag>")
    parts: Any = {"Parts": [{"PartNumber": 1, "ETag": "e"}]}
    response = told.client.complete_multipart_upload(
        Bucket="b", Key="k", UploadId="u", MultipartUpload=parts
    )
    assert ("ETag" in response, told.asked) == (False, 1)


@pytest.mark.usefixtures("no_pause")
def test_an_error_in_200_stays_an_error():
    told = Told(b"<Error><Code>SlowDown</Code><Key>a\x07</Key></Error>")
    with pytest.raises(ClientError) as caught:
        told.client.create_multipart_upload(Bucket="b", Key="a\x07")
    assert caught.value.response["Error"]["Code"] == "SlowDown"


def test_an_error_that_names_a_key_has_its_code():
    told = Told(b"<Error><Code>NoSuchUpload</Code><Key>a\x07</Key></Error>", 404)
    with pytest.raises(ClientError) as caught:
        told.client.list_parts(Bucket="b", Key="a\x07", UploadId="u")
    assert caught.value.response["Error"]["Code"] == "NoSuchUpload"


def test_parts_are_listed_whatever_the_key():
    part = b"<Part><PartNumber>1</PartNumber><ETag>e</ETag><Size>5</Size></Part>"
    told = Told(b"<ListPartsResult><Key>a\x07&#xFFFE;</Key>" + part + b"</ListPartsResult>")
    response = told.client.list_parts(Bucket="b", Key="k", UploadId="u")
    assert [one["Size"] for one in response["Parts"]] == [5]


def test_a_listing_has_the_keys_that_the_server_wrote():
    entries = "".join(f"<Contents><Key>{escaped(key)}</Key></Contents>" for key in KEYS)
    told = Told(f"<ListBucketResult>{entries}</ListBucketResult>".encode())
    response = told.client.list_objects_v2(Bucket="b")
    assert [one["Key"] for one in response["Contents"]] == KEYS
