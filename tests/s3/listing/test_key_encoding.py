"""The encoding of keys is determined from the server's objects."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.listing.key_encoding import ENCODING, KeyEncoding
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.session.aws_session import AwsSession
from tests.servers.hostile import BUCKET, hostile_server, refusal
from tests.servers.hostile.faults.registry import misbehave

AMAZON, OTHER = "https://s3.eu-west-1.amazonaws.com", "https://s3.example"
PLUS_IS_BLANK, PLUS_IS_PLUS = quote_plus, lambda key: quote(key, safe="/+")


def as_seaweedfs(key):
    folders, slash, name = key.rpartition("/")
    return quote(folders) + slash + quote_plus(name)


def nothing(key):
    return key


class Server:
    """Has objects with these keys, of the same content, and encodes them with `spell`."""

    def __init__(self, spell, *keys, denied=False):
        self.spell, self.keys, self.denied = spell, keys, denied
        self.heads = 0

    def head_object(self, Key, **_):
        self.heads += 1
        if self.denied or Key not in self.keys:
            raise ClientError({"Error": {"Code": "403" if self.denied else "404"}}, "HeadObject")
        return {"ContentLength": len(Key), "ETag": f'"{Key}"'}

    def answer(self):
        return {
            "Contents": [
                {"Key": self.spell(key), "Size": len(key), "ETag": f'"{key}"'} for key in self.keys
            ]
        }


def read(spelling, server):
    client: Any = server
    answer = server.answer()
    spelling.decode(client, "bucket", answer)
    return tuple(entry["Key"] for entry in answer["Contents"])


@pytest.mark.parametrize("spell", [PLUS_IS_BLANK, PLUS_IS_PLUS, as_seaweedfs, nothing])
@pytest.mark.parametrize(
    "keys",
    [
        ("e+f",),
        ("e f",),
        ("e f", "e+f"),
        ("e+f", "100%25"),
        ("é", "a+b c"),
        ("a%2Bb", "c d"),
        ("p q/r", "s t"),
        ("a+b/c+d e", "a+b/c d"),
        ("a b/c", "a+b/c"),
        ("a/b c/d+e", "a/b+c/d"),
    ],
)
def test_keys_are_what_the_server_finds_them_by(spell, keys):
    server = Server(spell, *keys)
    assert read(KeyEncoding(OTHER), server) == keys


def test_known_encodings_need_no_lookups():
    spelling, server = KeyEncoding(OTHER), Server(PLUS_IS_PLUS, *(f"{one}+" for one in range(9)))
    read(spelling, server)
    heads = server.heads
    read(spelling, server)
    assert server.heads == heads == 2
    assert spelling.is_known


def test_aws_needs_no_lookups():
    spelling = KeyEncoding(AMAZON)
    assert spelling.is_standard
    assert spelling.is_known


def test_denied_lookups_are_limited_and_keys_decoded_like_s3s():
    spelling = KeyEncoding(OTHER)
    server = Server(PLUS_IS_PLUS, *(f"{one}+" for one in range(50)), denied=True)
    assert read(spelling, server)[0] == "0 "
    assert server.heads <= 3 * 16
    assert not spelling.is_known


def test_keys_without_special_characters_need_no_lookups():
    server = Server(PLUS_IS_BLANK, "a", "b-c")
    read(KeyEncoding(OTHER), server)
    assert server.heads == 0


def test_an_overwritten_object_excludes_nothing():
    class Replaced(Server):
        def head_object(self, Key, **_):
            return {**super().head_object(Key), "ETag": '"new"'}

    spelling = KeyEncoding(OTHER)
    read(spelling, Replaced(PLUS_IS_PLUS, "e f x", "e+f x"))
    assert read(spelling, Replaced(PLUS_IS_PLUS, "g+h")) == ("g+h",)


@pytest.fixture
def s3(monkeypatch):
    with hostile_server() as s3:
        for name, value in s3.server.environment().items():
            monkeypatch.setenv(name, value)
        yield s3


@pytest.fixture
def aws_session(s3):

    aws_session = AwsSession(Connection(endpoint_url=s3.server.endpoint_url))
    yield aws_session
    aws_session.close()


def prefixes(aws_session):
    return [one for page in object_pages(aws_session.s3(), BUCKET) for one in page.prefixes]


@pytest.mark.parametrize(
    "fault", ["list-leaves-plus", "list-says-url-encodes-nothing", "list-prefixes-leave-plus"]
)
def test_prefixes_are_learned_too(s3, aws_session, fault):
    misbehave(s3, fault)
    s3.put("a+b/c", b"1")
    s3.put("c d/e", b"1")
    assert prefixes(aws_session) == ["a+b/", "c d/"]


def test_clients_of_a_connection_share_it(s3, aws_session):
    misbehave(s3, "list-leaves-plus")
    s3.put("a+b/c+d", b"1")
    list(object_pages(aws_session.s3("eu-west-1"), BUCKET, "", ""))
    assert aws_session.key_encoding("us-west-2").is_known


def test_a_denied_lookup_of_a_prefix_excludes_nothing(s3, aws_session):
    misbehave(s3, "list-leaves-plus")
    s3.put("a+b/c", b"1")
    answers = [refusal(403, "AccessDenied"), refusal(403, "AccessDenied")]
    s3.overrides["ListObjectsV2"] = lambda work: (
        work() if len(answers) == 2 and s3.asked["ListObjectsV2"] == 1 else answers[0]
    )
    assert prefixes(aws_session) == ["a b/"]
    assert not aws_session.key_encoding().is_known


def test_a_response_has_its_encoding(s3, aws_session):
    s3.put("a", b"1")
    assert aws_session.s3().list_objects_v2(Bucket=BUCKET)[ENCODING] is aws_session.key_encoding()


@pytest.mark.parametrize("spell", [PLUS_IS_PLUS, nothing])
def test_the_prefix_decides_where_lookups_are_denied(spell):
    server = Server(spell, "e+f/g+h", denied=True)
    client: Any = server
    answer = server.answer()
    spelling = KeyEncoding(OTHER)
    spelling.decode(client, "bucket", answer, "e+f/")
    assert answer["Contents"][0]["Key"] == "e+f/g+h"
    assert spelling.is_known


@pytest.mark.parametrize("size", [None, -1])
@pytest.mark.parametrize("spell", [PLUS_IS_BLANK, PLUS_IS_PLUS, as_seaweedfs, nothing])
def test_entries_need_no_sizes(spell, size):
    class WithoutSizes(Server):
        def answer(self):
            answer = super().answer()
            for entry in answer["Contents"]:
                del entry["Size"]
                if size is not None:
                    entry["Size"] = size
            return answer

    keys = ("a b/c", "a+b/c", "e f", "e+f")
    assert read(KeyEncoding(OTHER), WithoutSizes(spell, *keys)) == keys
