"""What users do with the package: install it, start it, remove it."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.end_to_end.program import Wizard
from tests.end_to_end.waiting import wait_for

pytestmark = pytest.mark.timeout(900)


def test_no_python_comes_with_it(installed):
    python = [path for path in installed.files() if path.startswith("usr/bin/python")]
    assert python == []
    assert installed.run("s3enc", "--version").startswith("s3enc ")
    assert installed.run("s3enc-gui", "--version").startswith("s3enc-gui ")
    assert installed.run("dpkg", "--verify", "s3enc") == ""


def bucket(server):
    name = f"bundle-{uuid.uuid4().hex[:8]}"
    server.client("s3").create_bucket(Bucket=name)
    return name


def test_the_self_test_passes_with_a_round_trip(inside, seaweedfs):
    options = ["--endpoint-url", seaweedfs.endpoint_url, "--bucket", bucket(seaweedfs)]
    environment = seaweedfs.environment()
    for command in (["s3enc-gui", "--self-test"], ["s3enc", "self-test", "--window", "--json"]):
        status, output, errors = inside.run([*command, *options], **environment)
        assert (status, errors) == (0, ""), output
    checks = {one["check"]: one["state"] for one in json.loads(output)["checks"]}
    assert checks["round trip of 1 B"] == checks["round trip of 20 MB"] == "ok"
    assert set(checks.values()) <= {"ok", "skipped"}


def test_a_file_from_the_file_manager_is_in_the_wizard_and_a_second_start_hands_over(
    inside, from_entry, seaweedfs
):
    first, second = inside.folder / "first file.txt", inside.folder / "zweite é.txt"
    for file in (first, second):
        file.write_text("A text.\n")
    environment = seaweedfs.environment()
    program = inside.start(from_entry("s3enc-upload.desktop", first), **environment)
    application = inside.desktop.application(program, 60)
    wizard = Wizard(application.find("dialog", timeout=60), inside.desktop)
    wizard.wait_for_files("first file.txt")
    again = inside.start(from_entry("s3enc.desktop", second), **environment)
    assert inside.ended(again) == 0, inside.desktop.log()

    def listed():
        tables = application.find_all("table", "Files to upload")
        return any("zweite é.txt" in row[0] for table in tables for row in table.rows())

    wait_for(listed, 60, what="wizard with the second file", otherwise=application.dump)
    assert program.poll() is None
    assert "Traceback" not in inside.desktop.log()


def test_programs_that_it_starts_get_the_environment_it_was_started_with(inside, seaweedfs):
    seen, tool = inside.folder / "seen", inside.folder / "credentials"
    keys = {"Version": 1, "AccessKeyId": "test", "SecretAccessKey": "test"}
    tool.write_text(f"#!/bin/sh\nenv > {seen}\necho '{json.dumps(keys)}'\n")
    tool.chmod(0o755)
    config = inside.folder / "config"
    config.write_text(f"[default]\ncredential_process = {tool}\nregion = us-east-1\n")
    environment = seaweedfs.environment() | {"AWS_CONFIG_FILE": str(config)}
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del environment[name]
    options = ["--endpoint-url", seaweedfs.endpoint_url]
    status, output, errors = inside.run(
        ["s3enc", "self-test", "--bucket", bucket(seaweedfs), *options],
        **environment,
        LD_LIBRARY_PATH="/of/the/user",
    )
    assert status == 0, output + errors
    variables = dict(line.split("=", 1) for line in seen.read_text().splitlines())
    assert variables["LD_LIBRARY_PATH"] == "/of/the/user"
    assert not [name for name in variables if name.startswith(("_PYI", "QT_PLUGIN", "QML"))]
    assert not [name for name in variables if name.endswith("_ORIG")]
    assert not [value for value in variables.values() if "/usr/lib/s3enc" in value]


def test_zz_removed_it_leaves_nothing_but_the_users_own_data(installed):
    """Last: the system has no package afterwards."""
    own = installed.folder / "root/.local/share/s3enc/mine"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("of the user")
    installed.run("apt-get", "-qq", "-y", "remove", "s3enc")
    kept = ("var/cache/apt/", "var/lib/apt/", "var/log/", "root/")
    left = [path for path in installed.files() if "s3enc" in path.lower()]
    assert [path for path in left if not path.startswith(kept)] == []
    installed.run("dpkg", "--purge", "s3enc")
    assert own.read_text() == "of the user"
    assert "s3enc" not in installed.run("dpkg", "--get-selections")
