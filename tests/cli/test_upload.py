"""`s3enc upload` and `inspect` on the demo's server."""

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


def test_quiet_says_nothing_when_all_is_well(s3enc, bucket, small):
    ran = s3enc("upload", small, f"s3://{bucket}/", "--quiet")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_a_drive_without_file_numbers_is_told_of_once(s3enc, bucket, tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    install(monkeypatch, no_numbers)
    ran = s3enc("upload", tmp_path / "a.txt", tmp_path / "b.txt", f"s3://{bucket}/")
    assert (ran.status, ran.out.count("Verified: ")) == (0, 2)
    assert ran.err.count("This drive doesn't keep file numbers [NoFileNumbers]") == 1


def test_everything_asked_for_is_stored(s3enc, server, bucket, small):
    options = [
        *("--sse", "aws:kms", "--sse-kms-key-id", "alias/test_key", "--bucket-key"),
        *("--storage-class", "STANDARD_IA", "--tag", "kind=report", "--metadata", "owner=me"),
    ]
    assert s3enc("upload", small, f"s3://{bucket}/", *options).status == 0
    head = server.client("s3").head_object(Bucket=bucket, Key="text.txt")
    assert head["BucketKeyEnabled"] is True
    assert (head["StorageClass"], head["Metadata"]) == ("STANDARD_IA", {"owner": "me"})
    assert head["ContentType"] == "text/plain"


def test_the_bucket_key_survives_multipart(s3enc, server, bucket, large):
    options = ["--sse", "aws:kms", "--sse-kms-key-id", "alias/test_key", "--bucket-key"]
    assert s3enc("upload", large, f"s3://{bucket}/", *options).status == 0
    head = server.client("s3").head_object(Bucket=bucket, Key="large.bin")
    assert head["BucketKeyEnabled"] is True


def test_a_taken_name_is_left_alone(s3enc, bucket, small):
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
    words = ["--sse", "aws:kms", "--sse-kms-key-id", "alias/test_key", "--if-exists", "overwrite"]
    assert s3enc("upload", small, "s3://demo-policy/cli/", *words).status == 0


def test_one_unreadable_file_does_not_stop_the_others(s3enc, bucket, small):
    ran = s3enc("upload", small, small.parent / "nothing", f"s3://{bucket}/", "--json")
    assert ran.status == 1
    assert [file["verdict"] for file in ran.json["files"]] == ["verified"]
    assert [error["code"] for error in ran.json["unreadable"]] == ["ENOENT"]


def test_inspect_shows_the_rows_of_the_pane(s3enc, bucket, small):
    words = ["--sse", "aws:kms", "--sse-kms-key-id", "alias/test_key"]
    s3enc("upload", small, f"s3://{bucket}/", *words)
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


def test_inspecting_nothing(s3enc, bucket):
    ran = s3enc("inspect", f"s3://{bucket}/nothing")
    assert ran.status == 1
    assert ran.err.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_an_interrupt_is_130_and_leaves_nothing(server, bucket, tmp_path):
    path = tmp_path / "huge.bin"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    code = "import sys; from s3enc_gui.cli import main; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", code, "upload", str(path), f"s3://{bucket}/"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    s3 = server.client("s3")

    def uploads():
        return s3.list_multipart_uploads(Bucket=bucket).get("Uploads")

    wait_for(uploads, 30, what="the multipart upload")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Stopping" in said
    assert not uploads()
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def killed_while_it_prints(*words):
    return killed("upload.print_json = lambda _: os._exit(9)", *words)


def killed_after_its_last_line(*words):
    return killed("Services.close = lambda _: os._exit(9)", *words)


def killed(how, *words):
    code = (
        "import os, sys; import s3enc_gui.cli.upload as upload; from s3enc_gui.cli import main;"
        f"from s3enc_gui.jobs.services import Services; {how}; sys.exit(main(sys.argv[1:]))"
    )
    argv = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(argv, env=dict(os.environ), check=False).returncode


def test_what_could_not_be_told_is_told_by_the_next_run(s3enc, bucket, small):
    words = ("upload", small, f"s3://{bucket}/", "--sse", "AES256", "--json")
    assert killed_while_it_prints(*words) == 9
    again = s3enc(*words)
    assert again.status == 0, again.err
    assert [file["verdict"] for file in again.json["files"]] == ["verified"]
    assert again.err == (
        "Going on with an upload that was interrupted: 1 file is known, 1 had arrived.\n"
    )


@pytest.mark.parametrize("policy", ["fail", "rename"])
def test_the_same_command_again_finds_what_it_has_stored(s3enc, server, bucket, small, policy):
    words = ("upload", small, f"s3://{bucket}/", "--if-exists", policy)
    assert "already uploaded" not in s3enc(*words).out
    again = s3enc(*words)
    assert (again.status, again.err) == (0, "")
    assert again.out.startswith(f"Verified: {small} → s3://{bucket}/text.txt (already uploaded by")
    (file,) = s3enc(*words, "--json").json["files"]
    assert [check["verdict"] for check in file["checked_again"]] == ["verified"] * 2
    assert len(server.client("s3").list_objects_v2(Bucket=bucket)["Contents"]) == 1
    history = s3enc("history", "--bucket", bucket, "--format", "json").json
    assert [len(receipt["checked_again"]) for receipt in history] == [2]


@pytest.mark.parametrize(
    ("policy", "says"), [("fail", "Verified: "), ("skip", "Skipped: "), ("rename", "Verified: ")]
)
def test_killed_after_its_last_line_it_has_done_its_work(
    s3enc, server, bucket, small, policy, says
):
    words = ("upload", small, f"s3://{bucket}/", "--if-exists", policy)
    assert killed_after_its_last_line(*words) == 9
    again = s3enc(*words)
    assert (again.status, again.out.startswith(says)) == (0, True), again.err
    assert len(server.client("s3").list_objects_v2(Bucket=bucket)["Contents"]) == 1
    assert len(s3enc("history", "--bucket", bucket, "--format", "json").json) == 1


@pytest.mark.parametrize("change", ["content", "command", "object"])
def test_anything_else_under_the_name_is_already_there(s3enc, server, bucket, small, change):
    words = ["upload", small, f"s3://{bucket}/", "--json"]
    assert s3enc(*words).status == 0
    if change == "content":
        small.write_bytes(small.read_bytes()[::-1])
    elif change == "command":
        words += ["--sse", "AES256"]
    else:
        server.client("s3").put_object(Bucket=bucket, Key="text.txt", Body=b"theirs")
    assert s3enc(*words).json["files"][0]["error"]["code"] == "ObjectExists"


def test_another_command_is_another_upload(s3enc, bucket, small):
    words = ("upload", small, f"s3://{bucket}/", "--json")
    assert killed_while_it_prints(*words) == 9
    assert s3enc(*words, "--sse", "AES256").json["files"][0]["error"]["code"] == "ObjectExists"


def test_a_file_that_is_gone_is_not_missed_twice(s3enc, bucket, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text(name)
    words = ("upload", folder, f"s3://{bucket}/", "--json")
    assert killed_while_it_prints(*words) == 9
    (folder / "b").unlink()
    assert [file["key"] for file in s3enc(*words).json["files"]] == ["folder/a"]


def test_history_has_the_receipts(s3enc, bucket, small):
    s3enc("upload", small, f"s3://{bucket}/", "--sse", "AES256")
    ran = s3enc("history", "--bucket", bucket)
    assert ran.status == 0
    assert "Verified" in ran.out
    assert f"s3://{bucket}/text.txt" in ran.out


@pytest.fixture
def no_place():
    """A file where the journal's folder would be."""
    folder = journal_path().parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()


@pytest.mark.expects_log("kept in memory")
def test_without_a_journal_files_are_sent_all_the_same(s3enc, bucket, small, no_place):
    ran = s3enc("upload", small, f"s3://{bucket}/")
    assert ran.status == 0
    assert "Verified: " in ran.out
    assert "cannot be resumed" in ran.err


@pytest.mark.expects_log("kept in memory")
def test_without_a_journal_there_is_no_history_to_be_shown(s3enc, no_place):
    ran = s3enc("history")
    assert ran.status == 1
    assert "The receipts cannot be read" in ran.err


def test_json_is_one_document_even_on_an_error(s3enc, server, small):
    ran = s3enc("upload", small, "s3://no-such-bucket-at-all/", "--json")
    assert ran.status == 1
    assert json.loads(ran.out)["error"]["code"] in ("404", "NoSuchBucket")


@pytest.mark.parametrize("prefix", ["/abs/", "/", "a//"])
def test_a_prefix_is_taken_exactly_as_it_stands(s3enc, server, bucket, small, prefix):
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
