"""Keys that look the same are different objects; it is said where both are."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

import pytest

from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.names.unicode_forms import TWIN
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.uploads.queue.events import NoticeRaised
from tests.servers.hostile import BUCKET, refusal
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

NAME = "n\u00e4chste.txt"
NFC, NFD = (normalize(form, NAME) for form in ("NFC", "NFD"))


@pytest.fixture
def upload(harness, tmp_path):
    """Upload a file, and return the titles of the notices."""

    def upload(name, data=b"mine", **options):
        path = tmp_path / name
        path.write_bytes(data)
        events: list[Any] = []
        (outcome,) = harness.upload(BUCKET, [path], report=events.append, **options)
        assert outcome.result is Result.VERIFIED
        return [one.notice for one in events if isinstance(one, NoticeRaised)]

    return upload


@pytest.mark.parametrize(("name", "twin"), [(NFC, NFD), (NFD, NFC)])
def test_an_upload_beside_its_twin_says_so(hostile, upload, name, twin):
    hostile.put(twin, b"theirs")
    (notice,) = upload(name)
    assert notice.title == "Another object's name looks the same"
    assert name in notice.detail
    assert {key: one.data for key, one in hostile.objects.items()} == {
        name: b"mine",
        twin: b"theirs",
    }


@pytest.mark.parametrize("name", [NFC, NFD])
def test_without_a_twin_nothing_is_said(upload, name):
    assert upload(name) == []


def test_each_file_with_a_twin_is_named(hostile, harness, tmp_path):
    events: list[Any] = []
    paths = [tmp_path / normalize("NFD", name) for name in ("\u00e4.txt", "\u00f6.txt")]
    for path in paths:
        path.write_bytes(b"mine")
        hostile.put(normalize("NFC", path.name), b"theirs")
    harness.upload(BUCKET, paths, report=events.append)
    notices = {one.notice.detail for one in events if isinstance(one, NoticeRaised)}
    assert len(notices) == 2


def test_plain_names_cost_no_request(hostile, upload):
    upload("plain.txt")
    looked = hostile.asked["HeadObject"]
    upload("\u65e5\u672c.txt", if_exists=IfExists.OVERWRITE)
    assert hostile.asked["HeadObject"] <= 2 * looked


def test_a_folder_is_listed_once_instead_of_looking_for_each_name(hostile, harness, tmp_path):
    plain, others = ([tmp_path / f"{start}{n}.txt" for n in range(9)] for start in ("o", "\u00f6"))
    for path in (*plain, *others):
        path.write_bytes(b"mine")
    for paths in (plain[:1], others[:1]):  # what is asked once for each server
        harness.upload(BUCKET, paths, prefix="f/")
    hostile.asked.clear()
    counts = []
    for paths in (plain[1:], others[1:]):
        before = hostile.asked["HeadObject"]
        harness.upload(BUCKET, paths, prefix="f/")
        counts.append(hostile.asked["HeadObject"] - before)
    assert counts[0] == counts[1]
    assert hostile.asked["ListObjectsV2"] == 1


def test_a_twin_in_a_large_folder_is_found(hostile, upload):
    hostile.page = 2
    for number in range(4):
        hostile.put(f"a{number}", b"1")
    hostile.put(NFC, b"theirs")
    assert len(upload(NFD)) == 1


def test_a_twin_is_found_without_permission_to_list(hostile, upload):
    hostile.always("ListObjectsV2", refusal(403, "AccessDenied"))
    hostile.put(NFC, b"theirs")
    assert len(upload(NFD)) == 1


def test_twins_in_one_upload_are_named(hostile, harness, tmp_path):
    paths = [tmp_path / name for name in (NFC, NFD)]
    for number, path in enumerate(paths):
        path.write_bytes(b"%d" % number)
    events: list[Any] = []
    harness.upload(BUCKET, paths, report=events.append)
    assert [one for one in events if isinstance(one, NoticeRaised)]


def test_a_server_that_takes_both_forms_for_one_has_no_twin(hostile, upload):
    misbehave(hostile, "names-ignore-unicode-form")
    assert upload(NFD) == []


def test_a_look_that_is_refused_changes_nothing(hostile, upload):
    hostile.put(NFC, b"theirs")

    def only_ours(request, work):
        if request.key == NFC:
            raise ConnectionError
        return work()

    hostile.change("HeadObject", only_ours)
    assert upload(NFD) == []


def test_a_download_of_both_says_so(hostile, harness, tmp_path):
    hostile.put(f"f/{NFC}", b"one")
    hostile.put(f"f/{NFD}", b"two")
    request = DownloadRequest(harness.connection, BUCKET, str(tmp_path), prefixes=("f/",))
    results = harness.run(DownloadObjects(request)).results
    assert sorted(path.read_bytes() for path in (tmp_path / "f").iterdir()) == [b"one", b"two"]
    assert sorted(one.remarks for one in results) == [(), (TWIN,)]
