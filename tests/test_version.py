"""The version has one value."""

from __future__ import annotations

import tomllib
from pathlib import Path

from s3enc_gui.version import VERSION


def test_the_version_is_that_of_the_package():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION
