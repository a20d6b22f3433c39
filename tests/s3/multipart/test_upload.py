"""What the answer to a completion is worth where it names no ETag."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import Part
from s3enc_gui.s3.multipart.upload import MultipartUpload


def refusal(code):
    return ClientError({"Error": {"Code": code}}, "X")


class Client:
    """Answers as told; an exception is raised."""

    def __init__(self, head=None, parts=None):
        self._answers = {"head": head, "parts": parts or refusal("NoSuchUpload")}
        self.asked: list[dict[str, Any]] = []

    def _answer(self, name, params):
        self.asked.append(params)
        answer = self._answers[name]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def head_object(self, **params):
        return self._answer("head", params)

    def list_parts(self, **params):
        return self._answer("parts", params)


def upload(client: Any) -> MultipartUpload:
    return MultipartUpload.existing(client, "b", "k", "u")


@pytest.mark.parametrize("etag", [None, "", '""'])
@pytest.mark.parametrize("version", [None, "", "null", "v1"])
def test_the_etag_is_that_which_the_object_shows(etag, version):
    client = Client({"ETag": '"opaque-2"'})
    answer = upload(client).read_completion({"ETag": etag, "VersionId": version})
    assert (answer.etag, answer.version_id) == ("opaque-2", version)
    assert client.asked[-1].get("VersionId") == ("v1" if version == "v1" else None)


def test_what_names_its_etag_is_not_looked_at():
    client = Client()
    assert upload(client).read_completion({"ETag": '"e"'}).etag == "e"
    assert client.asked == []


def test_what_may_not_be_looked_at_has_none():
    assert upload(Client(refusal("403"))).read_completion({}).etag == ""


@pytest.mark.parametrize(
    "client", [Client(refusal("404")), Client({"ETag": '"of another"'}, {"Parts": []})]
)
def test_nothing_was_completed_where_the_upload_is_open_or_no_object_there(client):
    with pytest.raises(AppError) as caught:
        upload(client).read_completion({})
    assert caught.value.code == "UnreadableAnswer"


@pytest.mark.parametrize(
    ("listed", "etag"),
    [
        ({"PartNumber": 2, "Size": 5, "ETag": '"e"'}, '"e"'),
        ({"PartNumber": 2, "Size": 4, "ETag": '"e"'}, ""),
        ({"PartNumber": 3, "Size": 5, "ETag": '"e"'}, ""),
        ({"PartNumber": 2, "Size": 5}, ""),
    ],
)
def test_the_etag_of_a_part_is_that_which_is_listed(listed, etag):
    client = Client(parts={"Parts": [listed]})
    assert upload(client).listed_etag(Part(2, 10, 5)) == etag
    assert client.asked[0]["PartNumberMarker"] == 1
