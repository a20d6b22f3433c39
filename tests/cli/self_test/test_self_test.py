"""`s3enc self-test` and `s3enc-gui --self-test`, with all their processes."""

from __future__ import annotations

import pytest

from s3enc_gui import __main__ as window
from s3enc_gui.app import DEMO_BUCKET
from s3enc_gui.cli import self_test
from s3enc_gui.domain.self_test.component_check import Component, failed, ok, skipped
from s3enc_gui.jobs.self_test.self_test import RunSelfTest

pytestmark = pytest.mark.contract

# Of this machine, or of a checkout: not of the program.
DEPENDS = {Component.TRANSLATIONS.value, Component.KEYRING.value}


def versions(server, bucket):
    listed = server.client("s3").list_object_versions(Bucket=bucket)
    return [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]


def test_everything_works_and_nothing_is_left(
    s3enc, seaweedfs, at, new_bucket, isolated_home, tmp_path, monkeypatch
):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    bucket = new_bucket(at(seaweedfs))
    seaweedfs.client("s3").put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
    )
    before = sorted(isolated_home.rglob("*"))
    ran = s3enc("self-test", "--json", "--bucket", bucket, "--endpoint-url", seaweedfs.endpoint_url)
    states = {one["check"]: one["state"] for one in ran.json["checks"]}
    assert ran.status == 0, ran.out
    assert list(states) == [one.value for one in Component]
    assert {name for name, state in states.items() if state != "ok"} <= DEPENDS
    assert versions(seaweedfs, bucket) == []
    assert list(tmp_path.iterdir()) == []
    assert sorted(isolated_home.rglob("*")) == before


FONTS = ok(Component.FONTS, "DejaVu Sans")
UNTRIED = skipped(Component.SMALL_OBJECT, "Not tried: no bucket was given")
ICONS = failed(Component.ICONS, "Missing: a.", "Install S3enc again.")


@pytest.fixture
def jobs(monkeypatch):
    """The jobs that were run, all with these results: `jobs.results`."""

    class Jobs(list[RunSelfTest]):
        results = (FONTS, UNTRIED)

    jobs = Jobs()

    def run(self, context):
        jobs.append(self)
        for check in jobs.results:
            context.report(check)
        return jobs.results

    monkeypatch.setattr(RunSelfTest, "run", run)
    return jobs


def test_one_line_a_check_and_what_to_do(s3enc, jobs):
    jobs.results = (FONTS, UNTRIED, ICONS)
    ran = s3enc("self-test")
    assert (ran.status, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert [line.split()[0] for line in lines] == ["OK", "Skipped", "Failed", "1"]
    assert lines[2].endswith("Missing: a. Install S3enc again.")


def test_the_window_program_has_the_same_and_needs_qt(capsys, jobs):
    assert window.main(["--self-test"]) == 0
    assert "DejaVu Sans" in capsys.readouterr().out
    assert [job.needs_window for job in jobs] == [True]


def test_the_demo_is_tested_without_the_users_credentials(s3enc, jobs, monkeypatch):
    class Demo:
        endpoint_url, region = "http://127.0.0.1:1", "eu-central-1"
        environment = {"AWS_ACCESS_KEY_ID": "demo"}  # noqa: RUF012 - never changed

        def __enter__(self):
            return self

        def __exit__(self, *_):
            ended.append(self)

    ended: list[Demo] = []
    used: list[object] = []
    monkeypatch.setattr(self_test, "DemoServer", Demo)
    monkeypatch.setattr(self_test, "use_only", used.append)
    assert s3enc("self-test", "--demo").status == 0
    assert (jobs[0].bucket, jobs[0].connection.endpoint_url) == (DEMO_BUCKET, Demo.endpoint_url)
    assert used == [Demo.environment]
    assert len(ended) == 1


def test_a_server_is_tested_in_a_bucket(s3enc, jobs):
    ran = s3enc("self-test", "--profile", "work")
    assert ran.status == 2
    assert "--bucket" in ran.err
    s3enc("self-test", "--bucket", "s3://data/in", "--region", "eu-west-1")
    assert (jobs[0].bucket, jobs[0].prefix) == ("data", "in/")
