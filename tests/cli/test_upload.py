"""`s3enc upload` and `inspect` on the demo server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from s3enc_gui.store.paths import journal_path
from tests.end_to_end.waiting import wait_for
from tests.fakes.odd_drives import install, no_numbers

pytestmark = pytest.mark.contract


@pytest.fixture
def server(demo_server, at):
    return at(demo_server)


@pytest.fixture
def bucket(server, new_bucket):
    where = {"CreateBucketConfiguration": {"LocationConstraint": server.region}}
    return new_bucket(server, **where)


def test_a_folder_keeps_its_tree(s3enc, server, bucket, tmp_path):
    for name in ("a.txt", "sub/b.txt"):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    ran = s3enc("upload", tmp_path / "photos", f"s3://{bucket}/2026")
    assert ran.status == 0, ran.err
    assert ran.out.count("Verified: ") == 2
    listed = server.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["Key"] for entry in listed] == ["2026/photos/a.txt", "2026/photos/sub/b.txt"]


def test_quiet_prints_nothing_on_success(s3enc, bucket, small):
    ran = s3enc("upload", small, f"s3://{bucket}/", "--quiet")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_a_drive_without_file_numbers_is_reported_once(s3enc, bucket, tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    install(monkeypatch, no_numbers)
    ran = s3enc("upload", tmp_path / "a.txt", tmp_path / "b.txt", f"s3://{bucket}/")
    assert (ran.status, ran.out.count("Verified: ")) == (0, 2)
    assert ran.err.count("This drive doesn't keep file numbers [NoFileNumbers]") == 1


def test_all_options_are_stored(s3enc, server, bucket, small):
    options = [
        *("--sse", "aws:kms", "--sse-kms-key-id", "alias/test_key", "--bucket-key"),
        *("--storage-class", "STANDARD_IA", "--tag", "kind=report", "--metadata", "owner=me"),
    ]
    assert s3enc("upload", small, f"s3://{bucket}/", *options).status == 0
    head = server.client("s3").head_object(Bucket=bucket, Key="text.txt")
    assert head["BucketKeyEnabled"] is True
    assert (head["StorageClass"], head["Metadata"]) == ("STANDARD_IA", {"owner": "me"})
    assert head["ContentType"] == "text/plain"


def test_metadata_may_have_any_letters(s3enc, bucket, small):
    ran = s3enc("upload", small, f"s3://{bucket}/", "--metadata", "note=Grüße, voilà", "--json")
    assert ran.status == 0
    (receipt,) = json.loads(ran.out)["files"]
    (found,) = [one for one in receipt["findings"] if one["aspect"] == "User metadata"]
    assert found["asked"] == found["stored"] == "note=Grüße, voilà"
    shown = s3enc("inspect", f"s3://{bucket}/text.txt")
    assert "note = Grüße, voilà" in shown.out
    document = json.loads(s3enc("inspect", f"s3://{bucket}/text.txt", "--json").out)
    assert document["metadata"] == {"note": "Grüße, voilà"}


def test_the_content_type_follows_from_the_name(s3enc, server, bucket, tmp_path):
    for name in ("a.csv.gz", "b.mjs"):
        (tmp_path / name).write_text(name)
    assert s3enc("upload", tmp_path / "a.csv.gz", tmp_path / "b.mjs", f"s3://{bucket}/").status == 0
    heads = [
        server.client("s3").head_object(Bucket=bucket, Key=key) for key in ("a.csv.gz", "b.mjs")
    ]
    assert [head["ContentType"] for head in heads] == ["application/gzip", "text/javascript"]
    assert not any("ContentEncoding" in head for head in heads)


def test_the_content_type_can_be_requested(s3enc, server, bucket, small):
    requested = ("--content-type", "text/html; charset=utf-8")
    ran = s3enc("upload", small, f"s3://{bucket}/", *requested, "--json")
    assert ran.status == 0
    head = server.client("s3").head_object(Bucket=bucket, Key="text.txt")
    assert head["ContentType"] == "text/html; charset=utf-8"
    (receipt,) = json.loads(ran.out)["files"]
    found = [one for one in receipt["findings"] if one["aspect"] == "Content type"]
    assert [(one["asked"], one["verdict"]) for one in found] == [
        ("text/html; charset=utf-8", "verified")
    ]


def test_an_invalid_content_type_is_refused_at_once(s3enc, bucket, small):
    ran = s3enc("upload", small, f"s3://{bucket}/", "--content-type", "text")
    assert (ran.status, "“text” isn't a media type." in ran.err) == (2, True)


def test_the_bucket_key_survives_multipart(s3enc, server, bucket, large):
    options = ["--sse", "aws:kms", "--sse-kms-key-id", "alias/test_key", "--bucket-key"]
    assert s3enc("upload", large, f"s3://{bucket}/", *options).status == 0
    head = server.client("s3").head_object(Bucket=bucket, Key="large.bin")
    assert head["BucketKeyEnabled"] is True


def test_an_existing_object_is_kept(s3enc, bucket, small):
    assert s3enc("upload", small, f"s3://{bucket}/").status == 0
    small.write_bytes(b"other content")
    again = s3enc("upload", small, f"s3://{bucket}/")
    assert again.status == 1
    assert "[ObjectExists]" in again.err
    assert "--if-exists" in again.err
    assert s3enc("upload", small, f"s3://{bucket}/", "--if-exists", "skip").status == 0


def test_a_policy_that_demands_kms(s3enc, server, small):
    refused = s3enc("upload", small, "s3://demo-policy/cli/", "--sse", "AES256")
    assert refused.status == 1
    assert "policy" in refused.err
    command = ["--sse", "aws:kms", "--sse-kms-key-id", "alias/test_key", "--if-exists", "overwrite"]
    assert s3enc("upload", small, "s3://demo-policy/cli/", *command).status == 0


def test_one_unreadable_file_does_not_stop_the_others(s3enc, bucket, small):
    ran = s3enc("upload", small, small.parent / "nothing", f"s3://{bucket}/", "--json")
    assert ran.status == 1
    assert [file["verdict"] for file in ran.json["files"]] == ["verified"]
    assert [error["code"] for error in ran.json["unreadable"]] == ["ENOENT"]


def test_inspect_prints_the_details(s3enc, bucket, small):
    command = ["--sse", "aws:kms", "--sse-kms-key-id", "alias/test_key"]
    s3enc("upload", small, f"s3://{bucket}/", *command)
    ran = s3enc("inspect", f"s3://{bucket}/text.txt")
    assert ran.status == 0
    rows = dict(line.split("  ", 1) for line in ran.out.splitlines())
    assert rows["Server-side encryption"].strip() == "AWS KMS master-key (SSE-KMS)"
    assert rows["KMS key"].strip() == "test_key"


def test_inspect_as_json(s3enc, bucket, small):
    s3enc("upload", small, f"s3://{bucket}/", "--sse", "AES256")
    details = s3enc("inspect", f"s3://{bucket}/text.txt", "--json").json
    assert details["status"]["algorithm"] == "AES256"
    assert details["size"] == 4096


def test_inspecting_a_missing_object(s3enc, bucket):
    ran = s3enc("inspect", f"s3://{bucket}/nothing")
    assert ran.status == 1
    assert ran.err.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for processes")
def test_an_interrupt_discards_the_upload(server, bucket, tmp_path):
    path = tmp_path / "huge.bin"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    code = "import sys; from s3enc_gui.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "upload", str(path), f"s3://{bucket}/"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    s3 = server.client("s3")

    def uploads():
        return s3.list_multipart_uploads(Bucket=bucket).get("Uploads")

    wait_for(uploads, 30, what="the multipart upload")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Stopping" in err
    assert not uploads()
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def killed_while_it_prints(*command):
    return killed("upload.print_json = lambda _: os._exit(9)", *command)


def killed_after_its_last_line(*command):
    return killed("Services.close = lambda _: os._exit(9)", *command)


def killed(how, *command):
    code = (
        "import os, sys; import s3enc_gui.cli.upload as upload; from s3enc_gui.cli import main;"
        f"from s3enc_gui.jobs.services import Services; {how}; sys.exit(main(sys.argv[1:]))"
    )
    argv = [sys.executable, "-c", code, *map(str, command)]
    return subprocess.run(argv, env=dict(os.environ), check=False).returncode


def test_results_not_printed_are_printed_by_the_next_run(s3enc, bucket, small):
    command = ("upload", small, f"s3://{bucket}/", "--sse", "AES256", "--json")
    assert killed_while_it_prints(*command) == 9
    again = s3enc(*command)
    assert again.status == 0, again.err
    assert [file["verdict"] for file in again.json["files"]] == ["verified"]
    assert again.err == ("Resuming an interrupted upload: 1 of 1 file already stored.\n")


@pytest.mark.parametrize("policy", ["fail", "rename"])
def test_the_same_command_again_finds_what_it_has_stored(s3enc, server, bucket, small, policy):
    command = ("upload", small, f"s3://{bucket}/", "--if-exists", policy)
    assert "already uploaded" not in s3enc(*command).out
    again = s3enc(*command)
    assert (again.status, again.err) == (0, "")
    assert again.out.startswith(f"Verified: {small} → s3://{bucket}/text.txt (already uploaded by")
    (file,) = s3enc(*command, "--json").json["files"]
    assert [check["verdict"] for check in file["checked_again"]] == ["verified"] * 2
    assert len(server.client("s3").list_objects_v2(Bucket=bucket)["Contents"]) == 1
    history = s3enc("history", "--bucket", bucket, "--format", "json").json
    assert [len(receipt["checked_again"]) for receipt in history] == [2]


@pytest.mark.parametrize(
    ("policy", "start"), [("fail", "Verified: "), ("skip", "Skipped: "), ("rename", "Verified: ")]
)
def test_killed_after_its_last_line(s3enc, server, bucket, small, policy, start):
    command = ("upload", small, f"s3://{bucket}/", "--if-exists", policy)
    assert killed_after_its_last_line(*command) == 9
    again = s3enc(*command)
    assert (again.status, again.out.startswith(start)) == (0, True), again.err
    assert len(server.client("s3").list_objects_v2(Bucket=bucket)["Contents"]) == 1
    assert len(s3enc("history", "--bucket", bucket, "--format", "json").json) == 1


@pytest.mark.parametrize("change", ["content", "command", "object"])
def test_a_different_object_already_exists(s3enc, server, bucket, small, change):
    command = ["upload", small, f"s3://{bucket}/", "--json"]
    assert s3enc(*command).status == 0
    if change == "content":
        small.write_bytes(small.read_bytes()[::-1])
    elif change == "command":
        command += ["--sse", "AES256"]
    else:
        server.client("s3").put_object(Bucket=bucket, Key="text.txt", Body=b"theirs")
    assert s3enc(*command).json["files"][0]["error"]["code"] == "ObjectExists"


def test_another_command_is_another_upload(s3enc, bucket, small):
    command = ("upload", small, f"s3://{bucket}/", "--json")
    assert killed_while_it_prints(*command) == 9
    assert s3enc(*command, "--sse", "AES256").json["files"][0]["error"]["code"] == "ObjectExists"


def test_a_deleted_file_is_not_reported(s3enc, bucket, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text(name)
    command = ("upload", folder, f"s3://{bucket}/", "--json")
    assert killed_while_it_prints(*command) == 9
    (folder / "b").unlink()
    assert [file["key"] for file in s3enc(*command).json["files"]] == ["folder/a"]


def test_history_has_the_receipts(s3enc, bucket, small):
    s3enc("upload", small, f"s3://{bucket}/", "--sse", "AES256")
    ran = s3enc("history", "--bucket", bucket)
    assert ran.status == 0
    assert "Verified" in ran.out
    assert f"s3://{bucket}/text.txt" in ran.out


@pytest.fixture
def no_journal_folder():
    """A file in place of the journal's folder."""
    folder = journal_path().parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()


@pytest.mark.expects_log("kept in memory")
def test_upload_without_a_journal(s3enc, bucket, small, no_journal_folder):
    ran = s3enc("upload", small, f"s3://{bucket}/")
    assert ran.status == 0
    assert "Verified: " in ran.out
    assert "can't be resumed" in ran.err


@pytest.mark.expects_log("kept in memory")
def test_history_without_a_journal(s3enc, no_journal_folder):
    ran = s3enc("history")
    assert ran.status == 1
    assert "Can't read the receipts" in ran.err


def test_json_is_one_document_even_on_an_error(s3enc, server, small):
    ran = s3enc("upload", small, "s3://no-such-bucket-at-all/", "--json")
    assert ran.status == 1
    assert json.loads(ran.out)["error"]["code"] in ("404", "NoSuchBucket")


@pytest.mark.parametrize("prefix", ["/abs/", "/", "a//"])
def test_a_prefix_is_used_unchanged(s3enc, server, bucket, small, prefix):
    client = server.client("s3")
    other = f"{prefix.replace('//', '/').lstrip('/')}text.txt"
    client.put_object(Bucket=bucket, Key=other, Body=b"other")
    ran = s3enc("upload", small, f"s3://{bucket}/{prefix}", "--if-exists", "overwrite")
    assert ran.status == 0
    assert ran.err.count("\n") == 1
    assert f"The prefix “{prefix}”" in ran.err
    assert "a folder without a name" in ran.err
    stored = client.get_object(Bucket=bucket, Key=f"{prefix}text.txt")["Body"].read()
    assert stored == small.read_bytes()
    assert client.get_object(Bucket=bucket, Key=other)["Body"].read() == b"other"
