"""What the program starts and opens has the environment that it was started with itself."""

from __future__ import annotations

import os
import sys

from s3enc_gui.s3.session import started_environment


def test_what_qt_set_for_itself_is_taken_back(monkeypatch):
    before = {"PATH": "/bin", "QT_PLUGIN_PATH": "/theirs", "LD_LIBRARY_PATH_ORIG": "/lib2"}
    monkeypatch.setattr(started_environment, "_AT_START", before)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("QT_PLUGIN_PATH", "/bundle/PySide6/Qt/plugins")
    monkeypatch.setenv("QML2_IMPORT_PATH", "/bundle/PySide6/Qt/qml")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("PATH", "/bundle:/bin")
    monkeypatch.setenv("AWS_PROFILE", "kept")
    started_environment.restore_environment()
    names = ("PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "LD_LIBRARY_PATH", "AWS_PROFILE")
    assert [os.environ.get(name) for name in names] == ["/bin", "/theirs", None, "/lib2", "kept"]


def test_a_program_that_is_not_packaged_keeps_its_variables(monkeypatch):
    monkeypatch.setenv("QT_PLUGIN_PATH", "/own")
    started_environment.restore_environment()
    assert os.environ["QT_PLUGIN_PATH"] == "/own"
