from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.components.program_component import ProgramComponent
from s3enc_gui.store.components.installed_components import read_components, read_license


@pytest.fixture
def bundled(tmp_path):
    folder = tmp_path / "LICENSES"
    (folder / "six").mkdir(parents=True)
    (folder / "six" / "LICENSE").write_text("Of six\n")
    package = {"name": "six", "versionInfo": "1.17.0", "licenseDeclared": "MIT"}
    (folder / "s3enc.spdx.json").write_text(json.dumps({"packages": [package]}))
    return folder


def test_a_bundle_has_a_list(bundled):
    assert read_components(bundled) == (ProgramComponent("six", "1.17.0", "MIT"),)
    assert read_license("six", bundled) == "Of six"
    assert read_license("seven", bundled) == ""


def test_several_texts_have_their_names_as_headings(bundled):
    (bundled / "six" / "NOTICE").write_text("Thanks")
    assert read_license("six", bundled) == (
        "LICENSE\n=======\n\nOf six\n\n\nNOTICE\n======\n\nThanks"
    )


def test_a_damaged_list_is_an_error(bundled):
    (bundled / "s3enc.spdx.json").write_text("{")
    with pytest.raises(ValueError, match="Expecting"):
        read_components(bundled)


def test_elsewhere_they_are_the_installed_packages_that_the_program_requires(tmp_path):
    found = {one.name: one for one in read_components(tmp_path / "none")}
    assert next(iter(found)) == "s3enc"
    assert found["s3enc"].license == "Apache-2.0"
    assert {"Python", "boto3", "botocore", "keyring", "PySide6_Essentials"} <= set(found)
    assert "awscrt" in found  # by the extra of boto3 that is asked for
    assert not {"moto", "pytest", "ruff"} & set(found)
    assert all(one.license for one in found.values())
    assert "Permission is hereby granted" in read_license("six", tmp_path / "none")
    assert read_license("no-such-package", tmp_path / "none") == ""
