"""Tags, also with servers that don't support them."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.objects.tagging import with_tags

DETAILS = ObjectDetails(Location("bucket", "a b"), EncryptionStatus(), 1, version_id="v1")
TWO = b"""<Tagging><TagSet><Tag><Key>class</Key><Value>secret</Value></Tag>
<Tag><Key>empty</Key><Value/></Tag></TagSet></Tagging>"""


class Server:
    """Returns the same response to each GetObjectTagging, and records the requests."""

    def __init__(self, endpoint_url):
        self.status, self.body = 200, TWO
        self.headers: Any = {}
        self.asked: list[Any] = []
        self.client: Any = boto3.client(
            "s3",
            region_name="eu-west-1",
            endpoint_url=endpoint_url,
            aws_access_key_id="a",
            aws_secret_access_key="b",
            config=Config(retries={"max_attempts": 0}),
        )
        self.client.meta.events.register("before-send.s3.GetObjectTagging", self.answer)

    def answer(self, request, **_):
        self.asked.append(request)
        return AWSResponse(request.url, self.status, self.headers, self)

    def stream(self):
        return iter([self.body])


@pytest.fixture(scope="module")
def servers():
    return Server("http://127.0.0.1:1"), Server(None)


@pytest.fixture
def server(servers):
    made = servers[0]
    made.status, made.body, made.headers = 200, TWO, {}
    made.asked.clear()
    return made


def test_tags_are_read(server):
    found = with_tags(server.client, DETAILS)
    assert (found.tags, found.tags_refused) == ({"class": "secret", "empty": ""}, "")
    assert server.asked[0].url.endswith("/bucket/a%20b?tagging")


def test_no_parts(server):
    server.body = b"<Tagging><TagSet/></Tagging>"
    assert with_tags(server.client, DETAILS).tags == {}


def test_a_version_is_named_only_if_requested(server):
    with_tags(server.client, DETAILS, "v1")
    assert "versionId=v1" in server.asked[0].url


def test_tags_of_a_newer_version_are_not_used(server):
    server.headers = {"x-amz-version-id": "v2"}
    found = with_tags(server.client, DETAILS)
    assert (found.tags, found.tags_refused) == (None, "ObjectChanged")


@pytest.mark.parametrize(
    ("status", "code"), [(403, "AccessDenied"), (501, "NotImplemented"), (404, "NoSuchKey")]
)
def test_a_denied_probe_is_no_error(server, status, code):
    server.status = status
    server.body = f"<Error><Code>{code}</Code><Message>No</Message></Error>".encode()
    found = with_tags(server.client, DETAILS)
    assert (found.tags, found.tags_refused) == (None, code)


@pytest.mark.parametrize("status", [200, 206])
@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\x01", b"<html><p>Sign in", b"<a/>", TWO.replace(b"Value", b"Worth")],
)
def test_a_server_that_returns_the_object_itself(server, status, body):
    server.status, server.body = status, body
    found = with_tags(server.client, DETAILS)
    assert found.tags is None
    # botocore treats a response with status 200 that isn't XML as a server error.
    assert found.tags_refused in ("UnreadableAnswer", "500")


def test_tags_of_other_servers_are_requested_with_a_range(server, servers):
    for _ in range(2):
        with_tags(server.client, DETAILS)
    assert [request.headers["Range"] for request in server.asked] == [b"bytes=0-65535"] * 2
    amazon = servers[1]
    with_tags(amazon.client, DETAILS)
    assert "Range" not in amazon.asked[0].headers
