from __future__ import annotations

from importlib.metadata import version

from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.help.about import about_box, versions


def test_versions():
    lines = versions().splitlines()
    assert f"boto3 {version('boto3')}" in lines
    assert f"PySide6-Essentials {version('PySide6-Essentials')}" in lines


def test_the_box_has_the_version(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    assert about_box(parent).text() == f"S3enc {version('s3enc')}"
