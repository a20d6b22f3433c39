"""The benchmark runs, and the programs upload their files. Times aren't checked."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.bench.metering import ROOT
from tests.bench.programs import programs


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """The benchmark itself fails if files aren't stored (see test_sink.py)."""
    file = tmp_path_factory.mktemp("bench") / "figures.json"
    command = [sys.executable, "-m", "tests.bench", "--quick", "--json", str(file)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=100)
    return json.loads(file.read_text(encoding="utf-8"))


def test_every_row_has_every_program(tables):
    installed = {program.name for program in programs()}
    *uploads, heads, statuses = tables[0]["rows"]
    proxied = [row for row in uploads if "proxy" in row["title"]]
    others = [row for row in uploads if row not in proxied]
    assert [set(row["programs"]) for row in others] == [installed] * 5
    assert [set(row["programs"]) - {"curl"} for row in proxied] == [{"S3enc", "boto3"}] * 4
    assert {"S3enc", "boto3"} <= installed
    assert set(heads["programs"]) == set(statuses["programs"]) == {"S3enc", "boto3"}


def test_every_program_has_every_figure(tables):
    figures = [each for row in tables[0]["rows"] for each in row["programs"].values()]
    assert all(each["wall"] > 0 and each["cpu"] > 0 and each["peak"] > 0 for each in figures)
    assert sum(each["endpoint_cpu"] for each in figures) > 0
