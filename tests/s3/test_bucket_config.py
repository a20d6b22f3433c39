from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3 import bucket_config
from s3enc_gui.s3.cloud import Cloud
from tests.s3.http.server import OK, serving

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
NO_XML = [b"", b"<html><p>Sign in", b"<?xml version='1.0'?><LocationConst"]


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def client(server):
    where = Connection(endpoint_url=f"http://localhost:{server.port}", region="eu-central-1")
    cloud = Cloud(where, KEYS)
    yield cloud.asking_once("eu-central-1")
    cloud.close()


def answer(body):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def test_a_server_that_is_reached(server, client):
    server.steps.append(answer(b"<LocationConstraint>eu-central-1</LocationConstraint>"))
    bucket_config.reach(client, "bucket")
    assert server.heads[0].startswith(b"GET /bucket?location HTTP/1.1")


@pytest.mark.parametrize("body", NO_XML)
def test_what_answers_so_is_no_such_server(server, client, body):
    server.steps.append(answer(body))
    with pytest.raises(AppError) as caught:
        bucket_config.reach(client, "bucket")
    assert caught.value.code == "UnreadableAnswer"


@pytest.mark.parametrize("body", NO_XML)
def test_a_region_that_cannot_be_read_is_none(server, client, body):
    server.steps += [OK, answer(body)]
    assert bucket_config.bucket_region(client, "bucket") is None
