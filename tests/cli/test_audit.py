"""`s3enc audit` against SeaweedFS: counts, formats, requirements, and resuming after a kill."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from s3enc_gui.app import build_services
from s3enc_gui.cli import audit
from s3enc_gui.cli.audit import progress_text, table_lines
from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.domain.encryption.groups import NamedKey, Summary
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.audits.audit import AuditProgress
from s3enc_gui.jobs.context import Context
from s3enc_gui.wording.audits.audit_report import review_title
from tests.fakes.audits import ARN, DENIED, GONE, KMS, S3, SILENT, report
from tests.resilience.program import KillableProcess, user
from tests.servers.faulty_proxy import Stage

ROOT = Path(__file__).parents[2]
COUNTS = {
    "SSE-S3": 60,
    "test_key": 80,
    "old_key": 20,
    "SSE-C": 10,
    "client-side": 10,
    "not encrypted": 20,
}
SCRIPT = """import argparse, sys
from s3enc_gui.app import build_services
from s3enc_gui.cli import audit
from s3enc_gui.jobs.context import Context
parser = argparse.ArgumentParser()
audit.add_to(parser)
arguments, services = parser.parse_args(), build_services()
status = audit.run(arguments, Context(services))
services.close()
sys.exit(status)"""


class AuditedBucket:
    """A bucket with 200 objects of six kinds; object N has N bytes."""

    def __init__(self, server, bucket):
        self.server, self.name = server, bucket
        self.test_key = server.new_key(alias=f"test_key-{bucket}")
        self.old_key = server.new_key()
        put_options = {
            "SSE-S3": {"ServerSideEncryption": "AES256"},
            "test_key": self.kms(self.test_key),
            "old_key": self.kms(self.old_key),
            "SSE-C": {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": b"k" * 32},
            "client-side": {"Metadata": {"x-amz-key-v2": "k", "x-amz-iv": "i"}},
            "not encrypted": {},
        }
        kinds = [kind for kind, count in COUNTS.items() for _ in range(count)]
        s3 = server.client("s3")

        def put(number):
            body = b"x" * number
            s3.put_object(
                Bucket=bucket, Key=f"a/{number:03}", Body=body, **put_options[kinds[number]]
            )

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(put, range(len(kinds))))
        numbers = {kind: [n for n, one in enumerate(kinds) if one == kind] for kind in COUNTS}
        self.expected = {kind: (len(those), sum(those)) for kind, those in numbers.items()}

    def kms(self, key):
        return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}

    def counted(self, document):
        """The (objects, bytes) of a JSON document by kind."""
        keys = {self.test_key: "test_key", self.old_key: "old_key", None: None}
        return {
            keys[one["kms_key"]] or one["encryption"]: (one["objects"], one["bytes"])
            for one in document["summary"]
        }


@pytest.fixture(scope="module")
def bucket(seaweedfs):
    name = "audited-by-tests"
    seaweedfs.client("s3").create_bucket(Bucket=name)
    return AuditedBucket(seaweedfs, name)


@pytest.fixture
def run(seaweedfs, bucket, at, capsys):
    """Run `s3enc audit` on the bucket; return its status and output."""
    at(seaweedfs)
    services = build_services()

    def run(*options, scope=f"s3://{bucket.name}"):
        parser = argparse.ArgumentParser()
        audit.add_to(parser)
        arguments = parser.parse_args([scope, *map(str, options)])
        return int(audit.run(arguments, Context(services))), *capsys.readouterr()

    yield run
    services.close()


@pytest.mark.contract
def test_the_counts_are_exactly_right(run, bucket):
    status, out, _ = run("--json")
    document = json.loads(out)
    assert (status, bucket.counted(document)) == (0, bucket.expected)
    assert document["total"] == {"objects": 200, "bytes": sum(range(200))}
    assert sorted(one["size"] for one in document["objects"]) == list(range(200))
    assert {one["encryption"] for one in document["objects"] if one["size"] >= 180} == {
        "not encrypted"
    }


@pytest.mark.contract
def test_a_table_with_deviating_objects(run, bucket):
    status, out, _ = run()
    assert status == 0
    lines = [line.split() for line in out.splitlines()]
    assert ["SSE-KMS", f"test_key-{bucket.name}", "80", "8", "KB"] in lines
    assert "Encrypted differently from most: 120 objects" in out
    assert out.index("not encrypted: a/180") < out.index("SSE-C: a/160")


@pytest.mark.contract
def test_requirement(run, bucket):
    status, out, _ = run("--require", f"aws:kms=alias/test_key-{bucket.name}")
    assert (status, "80 compliant, 120 not compliant" in out) == (3, True)
    assert run("--require", "AES256", "--json")[0] == 3


@pytest.mark.contract
def test_a_prefix_that_complies(run, bucket):
    scope = f"s3://{bucket.name}/a/06"
    status, out, _ = run("--require", f"aws:kms={bucket.test_key}", "--json", scope=scope)
    assert (status, json.loads(out)["complies"], json.loads(out)["total"]["objects"]) == (
        0,
        True,
        10,
    )


@pytest.mark.contract
def test_a_key_that_does_not_exist(run):
    with pytest.raises(AppError) as caught:
        run("--require", "aws:kms=alias/missing")
    assert caught.value.code == "NotFoundException"


@pytest.mark.contract
def test_csv(run):
    _, out, _ = run("--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["key"] for row in rows] == [f"a/{number:03}" for number in range(200)]


@pytest.mark.contract
@pytest.mark.parametrize(
    ("name", "start"), [("r.html", "<!DOCTYPE html>"), ("r.json", "{"), ("r.csv", "\ufeffkey,")]
)
def test_to_a_file(run, tmp_path, name, start):
    status, out, _ = run("--output", tmp_path / name)
    assert (status, out) == (0, f"200 objects: {tmp_path / name}\n")
    assert (tmp_path / name).read_text("utf-8").startswith(start)


@pytest.mark.contract
def test_all_versions(run, seaweedfs, new_bucket):
    name, s3 = new_bucket(seaweedfs), seaweedfs.client("s3")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=name, Key="k", Body=b"1")
    s3.put_object(Bucket=name, Key="k", Body=b"22", ServerSideEncryption="AES256")
    s3.delete_object(Bucket=name, Key="k")
    document = json.loads(run("--versions", "--json", scope=f"s3://{name}")[1])
    counted = {one["encryption"]: (one["objects"], one["bytes"]) for one in document["summary"]}
    assert counted == {"SSE-S3": (1, 2), "not encrypted": (1, 1)}
    assert document["delete_markers"] == 1
    assert json.loads(run("--json", scope=f"s3://{name}")[1])["total"]["objects"] == 0


@pytest.mark.contract
def test_each_audit_reads_all_objects(run, seaweedfs, new_bucket):
    name, s3 = new_bucket(seaweedfs), seaweedfs.client("s3")
    s3.put_object(Bucket=name, Key="k", Body=b"1")
    assert run("--require", "AES256", scope=f"s3://{name}")[0] == 3
    s3.put_object(Bucket=name, Key="k", Body=b"1", ServerSideEncryption="AES256")
    assert run("--require", "AES256", scope=f"s3://{name}")[0] == 0


@pytest.mark.contract
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_killed_and_started_again(seaweedfs, bucket, faulty_proxy, tmp_path, monkeypatch):
    proxy = faulty_proxy(seaweedfs)
    environment = {**user(tmp_path / "user", proxy.server), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, f"s3://{bucket.name}", "--json"]

    def run_once(kill_at):
        process_to_kill, base = KillableProcess(), proxy.requests

        def watch(seen):
            if seen.stage is Stage.ARRIVED and seen.number - base == kill_at:
                process_to_kill.kill()

        proxy.watcher = watch
        with Popen(command, env=environment, text=True, stdout=PIPE, stderr=PIPE) as process:
            process_to_kill.started(process.pid)
            out, err = process.communicate(timeout=30)
            process_to_kill.reaped()
        proxy.settle()
        return process.returncode, out, err

    assert run_once(kill_at=190)[0] == -9
    before = proxy.requests
    status, out, err = run_once(kill_at=0)
    assert re.search(r"Resuming the audit started at .*: 1\d\d of 200 objects", err)
    assert proxy.requests - before < 150  # those already checked aren't read again
    assert (status, bucket.counted(json.loads(out))) == (0, bucket.expected), err


@pytest.mark.parametrize(
    "options",
    [
        ["--require", "aws:kms=ключ"],
        ["--require", "none"],
        ["--format", "table", "--output", "x"],
        ["--format", "csv", "--json"],
        ["--output", "report.pdf"],
        ["--output", "report"],
        ["--output", f"{os.sep}no{os.sep}such{os.sep}folder"],
        ["--output", f"{'x' * 300}{os.sep}report.csv"],
    ],
)
def test_usage_errors_precede_all_requests(options):
    parser = argparse.ArgumentParser()
    audit.add_to(parser)
    with pytest.raises(AppError) as caught:
        audit.run(parser.parse_args(["s3://bucket", *options]), Context(None))  # type: ignore[arg-type]
    assert caught.value.code in ("Usage", "MalformedKey")


@pytest.mark.parametrize(
    ("counts", "required", "title"),
    [
        (
            ((KMS, 2), (S3, 12), (DENIED, 1), (GONE, 3)),
            "2 compliant, 12 not compliant, can't tell for 1, 3 deleted during the audit",
            "Not compliant: 12 objects · Can't tell: 1 object",
        ),
        (((KMS, 2), (S3, 1)), "2 compliant, 1 not compliant", "Not compliant: 1 object"),
        (
            ((KMS, 2), (DENIED, 1)),
            "2 compliant, 0 not compliant, can't tell for 1",
            "Can't tell: 1 object",
        ),
    ],
)
def test_the_compliance_counts_add_up(counts, required, title):
    made = report(*counts, required="aws:kms")
    assert list(table_lines(made))[-1] == f"Required: aws:kms; {required}"
    assert review_title(made, 13) == title


def test_a_server_that_does_not_report_encryption_is_a_line_of_its_own():
    made = report((SILENT, 3), required="AES256")
    lines = list(table_lines(made))
    assert lines[1].startswith("not reported by the server")
    assert "Not reported by the server: 3 objects" in lines
    assert "Couldn't be checked" not in "".join(lines)
    assert lines[-1] == "Required: AES256; 0 compliant, 0 not compliant, can't tell for 3"
    assert audit.status_of(made) == ExitStatus.FAILED
    assert audit.status_of(report((SILENT, 3))) == ExitStatus.OK


def test_progress():
    progress = AuditProgress(12_000, 20_000, None, None, None, Summary())
    assert progress_text(progress) == "12,000 objects, 20,000 listed so far"
    progress = replace(progress, total=20_000, rate=8_123.4, remaining=1.2)
    assert progress_text(progress) == "12,000 of 20,000 objects · 8,123/s · 1 s left"


def test_a_key_in_danger_is_named_and_counted_though_its_objects_comply():
    made = report((KMS, 3), required="aws:kms")
    made = replace(made, keys={ARN: NamedKey(ARN, state="PendingDeletion")})
    lines = list(table_lines(made))
    assert lines[1].startswith("key pending deletion: SSE-KMS ")
    assert "KMS key not usable: 3 objects" in lines
    assert review_title(made, 3) == "KMS key not usable: 3 objects"
    assert audit.status_of(made) == ExitStatus.OK  # they comply
