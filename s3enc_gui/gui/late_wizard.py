"""The upload wizard, whose hundred modules aren't needed to show the window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge.idle_loading import IdleLoading
from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.window.wizard_factory import Wizard, WizardFactory


def late_wizard(runner: JobRunner) -> WizardFactory:
    """Return what makes wizards. Their modules are loaded when jobs rest, or for the first."""
    IdleLoading(runner, ("s3enc_gui.gui.uploads.wizard",), runner)
    return _make


def _make(
    runner: Runner,
    connection: Connection,
    bucket: str,
    prefix: str,
    paths: list[str],
    parent: QWidget,
) -> Wizard:
    from s3enc_gui.gui.uploads.wizard import UploadWizard

    return UploadWizard(runner, connection, bucket, prefix, paths, parent)
