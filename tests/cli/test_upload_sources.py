"""What a folder has beside plain files: `s3enc upload` says what it leaves out, and why."""

from __future__ import annotations

import os

import pytest

pytestmark = pytest.mark.contract


@pytest.fixture
def bucket(demo_server, at, new_bucket):
    server = at(demo_server)
    where = {"CreateBucketConfiguration": {"LocationConstraint": server.region}}
    return new_bucket(server, **where)


@pytest.fixture
def keys(demo_server, bucket):
    """The keys in the bucket."""

    def keys():
        found = demo_server.client("s3").list_objects_v2(Bucket=bucket).get("Contents", ())
        return [entry["Key"] for entry in found]

    return keys


@pytest.fixture
def photos(tmp_path):
    """A folder with a file, a link to a folder, a link to a file, and an empty folder."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text("b")
    photos = tmp_path / "photos"
    (photos / "empty").mkdir(parents=True)
    (photos / "a.txt").write_text("a")
    (photos / "linked").symlink_to(other)
    (photos / "c.txt").symlink_to(other / "b.txt")
    return photos


def test_linked_and_empty_folders_are_named_and_left_out(s3enc, bucket, keys, photos):
    ran = s3enc("upload", photos, f"s3://{bucket}/")
    assert ran.status == 0, ran.err
    assert keys() == ["photos/a.txt", "photos/c.txt"]
    assert "Left out 1 linked folder: photos/linked" in ran.err
    assert "--follow-symlinks" in ran.err
    assert "Left out 1 empty folder: photos/empty/" in ran.err
    assert "--empty-folders keep" in ran.err


def test_links_are_followed_on_request(s3enc, bucket, keys, photos):
    (photos.parent / "other" / "back").symlink_to(photos)
    ran = s3enc("upload", photos, f"s3://{bucket}/", "--follow-symlinks")
    assert ran.status == 0, ran.err
    assert keys() == ["photos/a.txt", "photos/c.txt", "photos/linked/b.txt"]
    assert "photos/linked/back" in ran.err
    assert "back to a folder that contains it" in ran.err


def test_no_link_is_followed_on_request(s3enc, bucket, keys, photos):
    ran = s3enc("upload", photos, f"s3://{bucket}/", "--no-follow-symlinks", "--json")
    assert ran.status == 0, ran.err
    assert keys() == ["photos/a.txt"]
    left_out = [(one["kind"], one["path"]) for one in ran.json["left_out"]]
    assert left_out == [
        ("link", str(photos / "c.txt")),
        ("link", str(photos / "linked")),
        ("empty-folder", str(photos / "empty")),
    ]


def test_empty_folders_are_kept_encrypted_and_verified(s3enc, demo_server, bucket, keys, photos):
    command = ("upload", photos, f"s3://{bucket}/", "--empty-folders", "keep", "--sse", "aws:kms")
    ran = s3enc(*command, "--json")
    assert ran.status == 0, ran.err
    assert keys() == ["photos/a.txt", "photos/c.txt", "photos/empty/"]
    folder = ran.json["files"][-1]
    assert (folder["key"], folder["verdict"]) == ("photos/empty/", "verified")
    head = demo_server.client("s3").head_object(Bucket=bucket, Key="photos/empty/")
    assert (head["ContentLength"], head["ServerSideEncryption"]) == (0, "aws:kms")
    assert head["ContentType"] == "application/x-directory"
    again = s3enc(*command)
    assert again.status == 0, again.err
    assert again.out.count("already uploaded by this command") == 3


def test_system_files_are_said_and_left_out_only_on_request(s3enc, bucket, keys, photos):
    for name in (".DS_Store", "Thumbs.db", "empty/desktop.ini"):
        (photos / name).write_text("system")
    ran = s3enc("upload", photos, f"s3://{bucket}/all/")
    assert "photos/.DS_Store" in " ".join(keys())
    assert "3 system files, such as .DS_Store" in ran.err
    assert "--skip-system-files" in ran.err
    options = ("--skip-system-files", "--empty-folders", "keep")
    ran = s3enc("upload", photos, f"s3://{bucket}/", *options)
    assert ran.status == 0, ran.err
    assert [key for key in keys() if not key.startswith("all/")] == [
        "photos/a.txt",
        "photos/c.txt",
        "photos/empty/",
    ]
    assert "Left out 3 system files: " in ran.err


def test_names_that_look_the_same_are_said(s3enc, bucket, keys, photos):
    for name in ("n\u00e4chste.txt", "na\u0308chste.txt"):
        (photos / name).write_text(name)
    if len(list(photos.glob("n*chste.txt"))) < 2:
        pytest.skip("the disk takes both for one name")
    ran = s3enc("upload", photos, f"s3://{bucket}/")
    assert ran.status == 0, ran.err
    assert "1 name looks like another" in ran.err
    assert "Another object's name looks the same" in ran.err
    assert len(keys()) == 4


def test_only_errors_are_printed_with_quiet(s3enc, bucket, photos):
    ran = s3enc("upload", photos, f"s3://{bucket}/", "--quiet")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_a_broken_link_is_an_error_that_names_its_target(s3enc, bucket, keys, photos):
    (photos / "broken").symlink_to("nowhere")
    ran = s3enc("upload", photos, f"s3://{bucket}/")
    assert ran.status == 1
    assert "The link points to nothing" in ran.err
    assert "nowhere" in ran.err
    assert "photos/a.txt" in keys()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_an_error_and_no_folder_is_called_empty(s3enc, bucket, photos):
    os.mkfifo(photos / "empty" / "pipe")
    ran = s3enc("upload", photos, f"s3://{bucket}/")
    assert ran.status == 1
    assert "[NotAFile]" in ran.err
    assert "empty folder" not in ran.err


def test_addresses_are_read_where_they_are_mounted(s3enc, bucket, keys, photos, monkeypatch):
    mount = photos.parent / "gvfs" / "smb-share:server=nas,share=photos"
    mount.parent.mkdir()
    photos.rename(mount)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(photos.parent))
    (photos.parent / "local.txt").touch()
    local = (photos.parent / "local.txt").as_uri()
    ran = s3enc("upload", "smb://nas/photos/a.txt", local, f"s3://{bucket}/")
    assert ran.status == 0, ran.err
    assert keys() == ["a.txt", "local.txt"]


def test_other_addresses_are_named_without_their_password(s3enc, bucket, photos):
    addresses = ("smb://anna:secret@nas/x", "https://example.org/a", "s3://other/key")
    ran = s3enc("upload", *addresses, photos / "a.txt", f"s3://{bucket}/", "--json")
    assert ran.status == 1
    codes = [error["code"] for error in ran.json["unreadable"]]
    assert codes == ["NotMounted", "WebAddress", "ObjectAddress"]
    assert "Can't use smb://anna@nas/x [NotMounted]" in ran.err
    assert "secret" not in ran.out + ran.err
