"""The harness of the resilience tests: it finds every problem."""

from __future__ import annotations

import sys

import pytest

from tests.resilience.counting_s3 import counting_s3
from tests.resilience.evidence import Expected, differences
from tests.resilience.files import write
from tests.resilience.killing import Baseline, Kill, Upload
from tests.resilience.program import user
from tests.servers.faulty_proxy import Stage

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(sys.platform == "win32", reason="the harness forks"),
]


@pytest.fixture
def expected(tmp_path, rng):
    return Expected.of(write(tmp_path / "files", rng, small=4))


@pytest.fixture
def stored(new_scene, moto_server, expected):
    """All expected files, stored under `p/`."""
    scene = new_scene(moto_server)
    for name in expected.digests:
        body = (expected.folder / name).read_bytes()
        put(scene, f"p/files/{name}", body)
    assert differences(moto_server, scene.bucket, "p", expected) == []
    return scene


def put(scene, key, body=b"?"):
    scene.server.client("s3").put_object(Bucket=scene.bucket, Key=key, Body=body)


def found(scene, expected):
    return differences(scene.server, scene.bucket, "p", expected)


def test_a_missing_object_is_found(stored, expected):
    (expected.folder / "new").write_bytes(b"new")
    assert found(stored, Expected.of(expected.folder)) == ["missing: p/files/new"]


def test_a_copy_is_found(stored, expected):
    put(stored, "p/files/empty (1)", b"")
    assert found(stored, expected) == ["unexpected: p/files/empty (1)"]


def test_a_second_version_is_found(stored, expected):
    put(stored, "p/files/empty", b"")
    assert found(stored, expected) == ["2 versions: p/files/empty"]


def test_other_bytes_are_found(stored, expected):
    put(stored, "p/files/empty", b"no more")
    assert "other bytes (7 of them): p/files/empty" in found(stored, expected)


def test_a_deleted_object_is_found(stored, expected):
    stored.server.client("s3").delete_object(Bucket=stored.bucket, Key="p/files/empty")
    assert "deleted: p/files/empty" in found(stored, expected)


def test_an_incomplete_upload_is_found(stored, expected):
    stored.server.client("s3").create_multipart_upload(Bucket=stored.bucket, Key="p/x")
    assert found(stored, expected) == ["multipart upload left: p/x"]


@pytest.mark.parametrize("stage", Stage)
def test_a_kill_at_a_request(new_scene, moto_server, expected, stage):
    scene = new_scene(moto_server)
    environment = user(scene.folder, scene.proxy.server)
    arguments = ["upload", str(expected.folder), f"s3://{scene.bucket}/p"]
    ran = scene.run(arguments, environment, Kill(request=1, stage=stage))
    assert ran.killed
    assert scene.proxy.requests == 1
    assert scene.proxy.forwarded == 1  # it was forwarded before the kill


def test_a_kill_at_a_time(new_scene, moto_server, expected):
    scene = new_scene(moto_server)
    environment = user(scene.folder, scene.proxy.server)
    arguments = ["upload", str(expected.folder), f"s3://{scene.bucket}/p"]
    ran = scene.run(arguments, environment, Kill(second=0.0))
    assert (ran.killed, ran.document, scene.proxy.requests) == (True, None, 0)


def test_a_scenario_reports_its_problems(stored, expected):
    """The keys exist already, with objects that the scenario did not upload."""
    scenario = Upload("p", 1, expected=expected)
    scenario.measure(stored)
    assert "exit 1" in str(scenario)
    assert "reported for empty: exists ObjectExists" in scenario.problems


def test_kills_are_drawn_within_the_baseline(rng):
    drawn = [Kill.drawn(rng, Baseline(0.5, 20)) for _ in range(1000)]
    assert {kill.request for kill in drawn} == set(range(21))
    assert all(0 <= kill.second <= 0.5 for kill in drawn)
    assert {kill.stage for kill in drawn if kill.request} == set(Stage)


@pytest.fixture
def counting():
    with counting_s3() as s3:
        yield s3


def upload(s3, *parts):
    """Create a multipart upload and send parts; return the parameters for further requests."""
    names = {"Bucket": "b", "Key": "k"}
    names["UploadId"] = s3.create_multipart_upload(**names)["UploadId"]
    for number, body in enumerate(parts, start=1):
        s3.upload_part(**names, PartNumber=number, Body=body, ChecksumAlgorithm="CRC64NVME")
    return names


def test_the_counting_server_lists_parts_and_uploads(counting):
    s3 = counting.server.client("s3")
    names = upload(s3, b"abc", b"de")
    listed = s3.list_parts(**names)["Parts"]
    assert [(part["PartNumber"], part["Size"]) for part in listed] == [(1, 3), (2, 2)]
    assert all(part["ETag"] and part["ChecksumCRC64NVME"] for part in listed)
    assert counting.received == 5
    assert counting.uploads_left == ["b/k with 2 parts"]
    (open_one,) = s3.list_multipart_uploads(Bucket="b", Prefix="k")["Uploads"]
    assert (open_one["Key"], open_one["UploadId"]) == ("k", names["UploadId"])


def test_the_counting_server_lists_in_pages(counting):
    s3 = counting.server.client("s3")
    names = upload(s3, b"a", b"b", b"c")
    pages = s3.get_paginator("list_parts").paginate(**names, PaginationConfig={"PageSize": 2})
    assert [len(page["Parts"]) for page in pages] == [2, 1]


@pytest.mark.parametrize("body", [b"abcde", b"abcdX", b"abcdef", b"abcd"])
def test_the_counting_server_compares_content(counting, tmp_path, body):
    s3, file = counting.server.client("s3"), tmp_path / "k"
    file.write_bytes(body)
    names = upload(s3, b"abc", b"de")
    s3.complete_multipart_upload(**names, MultipartUpload={"Parts": parts_of(s3, names)})
    assert (counting.differences("b/k", file) == []) is (body == b"abcde")
    assert counting.uploads_left == []


def parts_of(s3, names):
    listed = s3.list_parts(**names)["Parts"]
    return [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in listed]


def test_the_counting_server_refuses_a_wrong_checksum(counting):
    s3 = counting.server.client("s3")
    with pytest.raises(s3.exceptions.ClientError, match="BadDigest"):
        s3.put_object(Bucket="b", Key="k", Body=b"x", ChecksumCRC64NVME="AAAAAAAAAAA=")


def test_the_counting_server_never_holds_up_the_first_part(counting):
    """Its caller may wait for that part."""
    stored = []
    counting.when_received(2, lambda: stored.append(counting.stored[1]))
    upload(counting.server.client("s3"), b"abc")
    assert stored == []
    upload(counting.server.client("s3"), b"abc", b"de")
    assert stored == [2]
