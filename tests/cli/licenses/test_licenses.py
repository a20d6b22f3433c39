from __future__ import annotations

import json

from s3enc_gui.cli import main


def test_the_components_are_listed(capsys):
    assert main(["licenses"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("S3enc is licensed under the Apache License, version 2.0.")
    assert any(line.split()[0] == "boto3" for line in out.splitlines() if line)


def test_as_json(capsys):
    assert main(["licenses", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["components"][0]
    assert (first["name"], first["license"]) == ("s3enc", "Apache-2.0")


def test_the_license_of_one(capsys):
    assert main(["licenses", "BOTO3"]) == 0
    assert "Apache License" in capsys.readouterr().out


def test_an_unknown_one(capsys):
    assert main(["licenses", "tailor"]) == 2
    assert "There is no component named tailor" in capsys.readouterr().err
