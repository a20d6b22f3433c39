from __future__ import annotations

import asyncio
from typing import Any

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.checksums import md5, md5_header
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.transport.interface import WriteResponse

AMAZON = "https://s3.eu-central-1.amazonaws.com"
OTHER = "http://127.0.0.1:9000"
STORED = WriteResponse("etag", EncryptionStatus())


class Server:
    """Returns or raises the given response to PutObject."""

    def __init__(self, answer):
        self._answer, self.requests = answer, []

    async def put_object(self, bucket, key, body, parameters):
        self.requests.append((bucket, key, body.data, parameters))
        if isinstance(self._answer, BaseException):
            raise self._answer
        return self._answer


def tried(answer):
    conditions = ConditionalWrites(OTHER)
    server: Any = Server(answer)
    assert conditions.needs_probe()
    found = asyncio.run(conditions.probe(server, "b", "k", b"data", {"ACL": "private"}))
    return conditions, server, found


def test_aws_needs_no_probe():
    conditions = ConditionalWrites(AMAZON)
    assert (conditions.honored, conditions.needs_probe()) == (True, False)


def test_other_servers_are_probed_once():
    conditions = ConditionalWrites(OTHER)
    assert not conditions.honored
    assert [conditions.needs_probe() for _ in range(3)] == [True, False, False]
    assert not conditions.honored


def test_a_server_that_rejects_the_probe_honors_conditions():
    conditions, _, found = tried(AppError("taken", code="PreconditionFailed"))
    assert (conditions.honored, found) == (True, None)


@pytest.mark.parametrize("code", ["BadDigest", "NotImplemented", "SlowDown", "412"])
def test_any_other_response_proves_nothing(code):
    conditions, _, found = tried(AppError("?", code=code))
    assert (conditions.honored, found) == (False, None)


def test_a_server_that_stores_the_probe_does_not_honor_conditions():
    conditions, _, found = tried(STORED)
    assert (conditions.honored, found) == (False, STORED)


def test_the_same_is_sent_again_with_an_md5_that_is_wrong():
    _, server, _ = tried(STORED)
    [(bucket, key, data, parameters)] = server.requests
    assert (bucket, key, data) == ("b", "k", b"data")
    wrong = parameters.pop("ContentMD5")
    assert parameters == {"ACL": "private", "IfNoneMatch": "*"}
    assert wrong != md5_header(md5(b"data"))
