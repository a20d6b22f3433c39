"""`s3enc download` on the demo server."""

from __future__ import annotations

import pytest

from s3enc_gui.aio.limiter import Limiter
from s3enc_gui.store.downloads.record import kept_paths
from s3enc_gui.store.paths import settings_path
from s3enc_gui.store.settings_file import SettingsFile

pytestmark = pytest.mark.contract


@pytest.fixture
def bucket(demo_server, at, new_bucket):
    at(demo_server)
    where = {"CreateBucketConfiguration": {"LocationConstraint": demo_server.region}}
    name = new_bucket(demo_server, **where)
    s3 = demo_server.client("s3")
    for key in ("2026/photos/a.txt", "2026/photos/sub/b.txt", "report.pdf"):
        s3.put_object(Bucket=name, Key=key, Body=key.encode())
    return name


def test_a_folder_keeps_its_tree(s3enc, bucket, tmp_path):
    ran = s3enc("download", f"s3://{bucket}/2026/photos/", tmp_path / "to")
    assert ran.status == 0, ran.err
    assert ran.out.count("Downloaded and checked (") == 2
    assert (tmp_path / "to/photos/sub/b.txt").read_text() == "2026/photos/sub/b.txt"
    assert kept_paths() == []


def test_an_object_into_the_current_folder(s3enc, bucket, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert s3enc("download", f"s3://{bucket}/report.pdf").status == 0
    assert s3enc("download", f"s3://{bucket}/report.pdf", "other.pdf", "--quiet").status == 0
    assert {path.name for path in tmp_path.iterdir()} >= {"report.pdf", "other.pdf"}


def test_a_file_name_that_is_too_long_is_shortened_and_said(s3enc, bucket, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = s3enc("download", f"s3://{bucket}/report.pdf", f"{'x' * 300}.pdf")
    assert ran.status == 0, ran.err
    (path,) = tmp_path.glob("x*.pdf")
    assert f"The file was saved as “{path.name}”." in ran.out


def test_a_target_given_as_an_address(s3enc, bucket, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mount = tmp_path / "gvfs" / "smb-share:server=nas,share=photos"
    mount.mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    source = f"s3://{bucket}/report.pdf"
    assert s3enc("download", source, "smb://nas/photos/in/").status == 0
    assert (mount / "in" / "report.pdf").read_text() == "report.pdf"
    assert s3enc("download", source, (tmp_path / "a b.pdf").as_uri()).status == 0
    assert (tmp_path / "a b.pdf").exists()
    ran = s3enc("download", source, "smb://other/photos/")
    assert ran.status == 1
    assert "Can't use smb://other/photos/ [NotMounted]" in ran.err
    assert {path.name for path in tmp_path.iterdir()} >= {"gvfs", "a b.pdf"}
    assert not (tmp_path / "smb:").exists()


def test_quiet_prints_nothing_on_success(s3enc, bucket, tmp_path):
    ran = s3enc("download", f"s3://{bucket}/", tmp_path / "to", "--quiet")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_an_existing_file_is_kept(s3enc, bucket, tmp_path):
    (tmp_path / "report.pdf").write_text("mine")
    arguments = ["download", f"s3://{bucket}/report.pdf", tmp_path]
    ran = s3enc(*arguments)
    assert ran.status == 1
    assert "[FileExists]" in ran.err
    assert "--if-exists" in ran.err
    assert s3enc(*arguments, "--if-exists", "skip").status == 0
    assert (tmp_path / "report.pdf").read_text() == "mine"
    assert s3enc(*arguments, "--if-exists", "rename").status == 0
    assert (tmp_path / "report (1).pdf").read_text() == "report.pdf"
    assert s3enc(*arguments, "--if-exists", "overwrite").status == 0
    assert (tmp_path / "report.pdf").read_text() == "report.pdf"
    assert kept_paths() == []


def test_as_json(s3enc, bucket, tmp_path):
    arguments = [f"s3://{bucket}/report.pdf", f"s3://{bucket}/nothing", tmp_path / "to", "--json"]
    ran = s3enc("download", *arguments)
    assert ran.status == 1
    files = {file["key"]: file for file in ran.json["files"]}
    assert files["report.pdf"]["result"] == "checked"
    assert files["report.pdf"]["file"] == str(tmp_path / "to" / "report.pdf")
    assert files["nothing"]["error"]["code"] == "404"


def test_a_folder_without_its_slash_is_explained(s3enc, bucket, tmp_path):
    ran = s3enc("download", f"s3://{bucket}/2026/photos", tmp_path)
    assert ran.status == 1
    assert "add a / at the end" in ran.err
    assert s3enc("download", f"s3://{bucket}/nothing/", tmp_path).status == 1


@pytest.mark.parametrize("policy", ["fail", "skip"])
def test_a_missing_object_is_not_reported_as_existing(s3enc, bucket, tmp_path, policy):
    (tmp_path / "photos").mkdir()
    ran = s3enc("download", f"s3://{bucket}/2026/photos", tmp_path, "--if-exists", policy)
    assert (ran.status, "The object doesn't exist" in ran.err) == (1, True)
    assert "add a / at the end" in ran.err


@pytest.mark.parametrize("arguments", [["here"], ["here", "there"], ["s3://b-b-b/a", "x", "y"]])
def test_usage_errors(s3enc, arguments):
    ran = s3enc("download", *arguments)
    assert ran.status == 2
    assert "s3enc download" in ran.err


def test_a_version_needs_one_object(s3enc, bucket, tmp_path):
    ran = s3enc("download", f"s3://{bucket}/2026/", tmp_path, "--version-id", "1")
    assert ran.status == 2


def test_folders_without_a_name(s3enc, demo_server, bucket, tmp_path):
    s3 = demo_server.client("s3")
    for key in ("a/f", "a//f", "a///f", "/a/f"):
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    assert s3enc("download", f"s3://{bucket}/a/", tmp_path).status == 0
    assert s3enc("download", f"s3://{bucket}//", tmp_path / "root").status == 0
    assert s3enc("download", f"s3://{bucket}/a//", tmp_path / "nameless").status == 0

    def below(folder):
        return sorted(path.read_text() for path in (tmp_path / folder).rglob("f*"))

    assert below("a") == ["a///f", "a//f", "a/f"]
    assert below("root") == ["/a/f"]
    assert below("nameless") == ["a///f", "a//f"]


@pytest.mark.parametrize("most", [1, None])
def test_the_setting_limits_the_requests(s3enc, bucket, tmp_path, monkeypatch, most):
    peaks: list[int] = []
    enter = Limiter._enter

    def count(self, size):
        enter(self, size)
        peaks.append(self._budget.active)

    monkeypatch.setattr(Limiter, "_enter", count)
    SettingsFile(settings_path()).set_parallel_requests(most)
    assert s3enc("download", f"s3://{bucket}/", tmp_path / "to").status == 0
    assert len(peaks) == 3
    assert (max(peaks) == 1) is (most == 1)
