from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.help.about import about_box, versions


def test_versions():
    lines = versions().splitlines()
    assert f"botocore {version('botocore')}" in lines
    assert not any(line.startswith("boto3") for line in lines)  # a dependency that isn't imported
    assert f"PySide6-Essentials {version('PySide6-Essentials')}" in lines


def test_the_box_has_the_version(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    assert about_box(parent).text() == f"S3enc {version('s3enc')}"


def test_it_leads_to_the_licenses(qtbot):
    parent, asked = QWidget(), []
    qtbot.addWidget(parent)
    box = about_box(parent, lambda: asked.append(True))
    box.open()
    (button,) = [one for one in box.buttons() if one.text() == "&Licenses…"]
    button.click()
    assert asked == [True]
    assert not box.isVisible()


def test_what_an_installation_does_not_have_is_not_named(monkeypatch):
    def without_awscrt(name):
        if name == "awscrt":
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr("s3enc_gui.gui.help.about.version", without_awscrt)
    assert "awscrt" not in versions().split()
    assert "botocore 1" in versions()
